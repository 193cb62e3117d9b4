import { guardedCommand } from "@/lib/changes/guarded-command";
import { pauseSinkOp } from "./contract";
import { judgeSink } from "./judge-sink";
import { loadSink, sinkTarget, toSink } from "./rows";

export const pauseSink = guardedCommand(
  pauseSinkOp,
  {
    judge: async (tx, { id }) => {
      const row = await loadSink(tx, id);
      return judgeSink(row, { settings: row.settings, sends: row.sends, active: false, secret: false });
    },
  },
  async (tx, { id }) => {
    const { count } = await tx.db.sink.updateMany({
      where: { id, orgId: tx.orgId, status: "active" },
      data: { status: "paused" },
    });
    const row = await loadSink(tx, id);
    const result = await toSink(tx, row);
    return { result, event: count === 0 ? "repetition" : { action: "sink.paused", target: sinkTarget(row) } };
  },
);
