import { command } from "@/lib/audit/command";
import { pauseSinkOp } from "./contract";
import { loadSink, sinkTarget, toSink } from "./rows";

export const pauseSink = command(pauseSinkOp, async (tx, { id }) => {
  const { count } = await tx.db.sink.updateMany({
    where: { id, orgId: tx.orgId, status: "active" },
    data: { status: "paused" },
  });
  const row = await loadSink(tx, id);
  const result = await toSink(tx, row);
  return { result, event: count === 0 ? "repetition" : { action: "sink.paused", target: sinkTarget(row) } };
});
