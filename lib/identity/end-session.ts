import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { endSessionOp } from "./contract";

export const endSession = command(endSessionOp, async (tx, { id }) => {
  const own = { id, orgId: tx.orgId, userId: tx.actor.id };
  const { count } = await tx.db.session.updateMany({
    where: { ...own, expiresAt: { gt: tx.now } },
    data: { expiresAt: tx.now },
  });
  if (count === 1) {
    return {
      result: { id },
      event: { action: "session.ended", target: { kind: "session", id, name: tx.actor.name } },
    };
  }
  const ended = await tx.db.session.findFirst({ where: own, select: { id: true } });
  if (!ended) throw notFound("session");
  return { result: { id }, event: "repetition" };
});
