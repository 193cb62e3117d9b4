/** A pack in words. */
import type { PackSummary } from "@/lib/compliance/pack-contract";

export const packWords: Record<PackSummary["status"], string> = {
  waiting: "Waits for the worker",
  running: "Is being built",
  done: "Finished",
  failed: "Failed",
  cancelled: "Cancelled",
};

export function sizeWords(bytes: number | null): string {
  if (bytes === null) return "–";
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}
