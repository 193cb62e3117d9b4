import { newId } from "@/lib/shared/ids";
import { command } from "./command";
import { startCheckOp } from "./tree-contract";
import { checkOf } from "./tree-rows";

export const startCheck = command(startCheckOp, async (tx) => {
  const { db, orgId } = tx;
  const open = await db.auditCheck.findFirst({ where: { orgId, status: { in: ["waiting", "running"] } } });
  if (open) return { result: checkOf(open), event: "repetition" };
  const newest = await db.auditHead.findFirst({ where: { orgId }, orderBy: { size: "desc" }, select: { size: true } });
  const row = await db.auditCheck.create({
    data: {
      id: newId("auditCheck", tx.now.getTime()),
      orgId,
      askedBy: tx.actor.name,
      askedAt: tx.now,
      total: newest?.size ?? 0n,
    },
  });
  return {
    result: checkOf(row),
    event: {
      action: "audit.checkAsked",
      target: { kind: "auditLog", id: orgId, name: "Audit log" },
      detail: { check: row.id },
    },
  };
});
