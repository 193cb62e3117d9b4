import { command } from "@/lib/audit/command";
import { removeSignOnOp } from "./contract";
import { lockSignOn, notWhileRequired } from "./rows";

/** Who is linked to whom stays, so that the same provider set up again finds its people. */
export const removeSignOn = command(removeSignOnOp, async (tx) => {
  const known = await lockSignOn(tx);
  if (!known) return { result: { removed: false }, event: "repetition" };
  if (known.required) throw notWhileRequired();
  await tx.db.signOn.delete({ where: { orgId: tx.orgId }, select: { orgId: true } });
  return {
    result: { removed: true },
    event: {
      action: "signOn.removed",
      target: { kind: "signOn", id: tx.orgId, name: known.name },
      detail: { issuer: known.issuer, clientId: known.clientId },
    },
  };
});
