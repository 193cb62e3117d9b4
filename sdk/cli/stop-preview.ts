/** What an order would stop, shown before it is given, and the question that has to be answered by typing. */
import { createInterface } from "node:readline/promises";
import { z } from "zod";
import { printable } from "../pep/printable.ts";

export const StopPreview = z.object({
  title: z.string(),
  confirm: z.string(),
  agentCount: z.number(),
  agents: z.array(z.object({ name: z.string() })),
  toolCount: z.number(),
  pointCount: z.number(),
  unreachableCount: z.number(),
  heldCount: z.number(),
  runningCount: z.number(),
  recentCount: z.number(),
  minutes: z.number(),
});
export type StopPreview = z.infer<typeof StopPreview>;

export function showPreview(preview: StopPreview): void {
  const names = preview.agents.slice(0, 5).map(({ name }) => printable(name, 80));
  const more = preview.agentCount > names.length ? ", …" : "";
  const lines = [
    `This stops: ${printable(preview.title, 200)}`,
    `  ${preview.agentCount} agents${names.length > 0 ? ` (${names.join(", ")}${more})` : ""}, ${preview.toolCount} tools`,
    `  ${preview.pointCount} enforcement points, of which ${preview.unreachableCount} cannot be reached now`,
    `  ${preview.heldCount} requests and unused approvals end; ${preview.runningCount} calls seem to be running`,
    `  ${preview.recentCount} calls in the last ${preview.minutes} minutes were of this kind`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** True when the person at the terminal has typed exactly what was asked for. */
export async function typed(confirm: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(`Type ${printable(confirm, 200)} to go on: `)).trim() === confirm.trim();
  } finally {
    lines.close();
  }
}

export const atTerminal = (): boolean => Boolean(process.stdin.isTTY && process.stdout.isTTY);
