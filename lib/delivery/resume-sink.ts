import { command } from "@/lib/audit/command";
import { resumeSinkOp } from "./contract";
import { loadSink, sinkTarget, toSink } from "./rows";

/** Also for a failing one: it is tried at once instead of when its wait is over. */
export const resumeSink = command(resumeSinkOp, async (tx, { id }) => {
  const { count } = await tx.db.sink.updateMany({
    where: { id, orgId: tx.orgId, OR: [{ status: "paused" }, { retryAt: { not: null } }] },
    data: { status: "active", retryAt: null, refusedInRow: 0 },
  });
  const row = await loadSink(tx, id);
  const result = await toSink(tx, row);
  return { result, event: count === 0 ? "repetition" : { action: "sink.resumed", target: sinkTarget(row) } };
});
