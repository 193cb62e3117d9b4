import { command } from "@/lib/audit/command";
import { endAbsenceOp } from "./absence-contract";
import { selfOf } from "./absence-rows";

export const endAbsence = command(endAbsenceOp, async (tx) => {
  const me = selfOf(tx);
  const { count } = await tx.db.absence.deleteMany({ where: { userId: me.id, orgId: tx.orgId } });
  if (count === 0) return { result: { ended: false }, event: "repetition" };
  return {
    result: { ended: true },
    event: { action: "absence.ended", target: { kind: "person", id: me.id, name: me.name } },
  };
});
