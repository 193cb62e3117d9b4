/** Private to this folder: probes as they are stored and shown. */
import type { Probe } from "@/lib/db/generated/client";
import { ProbeResult, type StopOrder } from "./stop-contract";

export type ProbeRow = Probe;

/** A point that hears a probe answers within milliseconds; after this it counts as silent. */
export const PROBE_PATIENCE_MS = 15_000;

export function probeResult({ result, sentAt }: Pick<Probe, "result" | "sentAt">, now: Date): ProbeResult {
  if (result !== null) return ProbeResult.parse(result);
  return now.getTime() - sentAt.getTime() > PROBE_PATIENCE_MS ? "silent" : "waiting";
}

export function probeView(probe: Probe, now: Date): NonNullable<StopOrder["points"][number]["probe"]> {
  return {
    result: probeResult(probe, now),
    why: probe.why,
    at: (probe.answeredAt ?? probe.sentAt).toISOString(),
  };
}
