import { guardedCommand } from "@/lib/changes/guarded-command";
import { clearFinding } from "@/lib/findings/clear-finding";
import { deleteSinkOp } from "./contract";
import { judgeSink } from "./judge-sink";
import { loadSink, sinkTarget } from "./rows";

export const deleteSink = guardedCommand(
  deleteSinkOp,
  { judge: async (tx, { id }) => judgeSink(await loadSink(tx, id), null) },
  async (tx, { id }) => {
    const row = await loadSink(tx, id);
    const parked = await tx.db.deadLetter.count({ where: { sinkId: id, orgId: tx.orgId } });
    await tx.db.sink.delete({ where: { id_orgId: { id, orgId: tx.orgId } }, select: { id: true } });
    for (const part of [undefined, "gap"]) {
      await clearFinding(tx, {
        kind: "delivery.failing",
        subjectId: id,
        ...(part ? { part } : {}),
        why: "The sink was deleted.",
      });
    }
    return {
      result: { id },
      event: {
        action: "sink.deleted",
        target: sinkTarget(row),
        detail: { kind: row.kind, sequence: Number(row.sequence), parked },
      },
    };
  },
);
