import { command } from "@/lib/audit/command";
import { removeMailServerOp } from "./contract";

export const removeMailServer = command(removeMailServerOp, async (tx) => {
  const known = await tx.db.mailServer.findUnique({ where: { orgId: tx.orgId }, select: { host: true } });
  if (!known) return { result: { removed: false }, event: "repetition" };
  await tx.db.mailServer.deleteMany({ where: { orgId: tx.orgId } });
  return {
    result: { removed: true },
    event: { action: "mailServer.removed", target: { kind: "mailServer", id: tx.orgId, name: known.host } },
  };
});
