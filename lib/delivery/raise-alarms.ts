/** Findings about delivery itself: a sink that takes nothing, and numbers that a SIEM will miss. */
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import type { Sink as SinkRow } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { FAILING_AFTER_MS } from "./rules";

const GAP = "gap";
const kind = "delivery.failing" as const;

/** Called after each round of a sink with the sink as it is now. */
export async function raiseAlarms(db: Db, sink: SinkRow, now: Date): Promise<void> {
  const ctx = systemContext(sink.orgId, "deliver", db);
  const subject = { kind: "sink", id: sink.id, name: sink.name } as const;
  const failing = sink.failingSince !== null && now.getTime() - sink.failingSince.getTime() >= FAILING_AFTER_MS;
  if (failing) {
    await raiseFinding(ctx, {
      kind,
      severity: "high",
      subject,
      title: `${sink.name} takes no events`,
      mend: "Look at its last error under Settings, Integrations. Nothing is lost: events wait until it takes them again.",
      detail: { failures: sink.failures, lastError: sink.lastError ?? "" },
      facts: { failing: true },
    });
  } else if (sink.failures === 0) {
    await clearFinding(ctx, { kind, subjectId: sink.id, why: "It takes events again." });
  }
  const parked = await db.deadLetter.count({ where: { sinkId: sink.id, orgId: sink.orgId } });
  if (parked + sink.missing > 0) {
    await raiseFinding(ctx, {
      kind,
      part: GAP,
      severity: "medium",
      subject,
      title: `${sink.name} misses ${parked + sink.missing} events`,
      mend: "Send the dead letters again once their cause is mended; each fills the gap in the numbers that it left.",
      detail: { parked, gone: sink.missing },
      facts: { parked, gone: sink.missing },
    });
  } else {
    await clearFinding(ctx, { kind, subjectId: sink.id, part: GAP, why: "Every event was delivered." });
  }
}
