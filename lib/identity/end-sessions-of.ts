import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { endSessionsOfOp } from "./session-contract";

/** Those that have ended already are left as they are: nothing of them is open any more. */
export const endSessionsOf = command(endSessionsOfOp, async (tx, { id, sessionId }) => {
  const { db, orgId, now } = tx;
  const person = await db.user.findUnique({ where: { id_orgId: { id, orgId } }, select: { name: true } });
  if (!person) throw notFound("person");
  const theirs = { orgId, userId: id, ...(sessionId === undefined ? {} : { id: sessionId }) };
  if (sessionId !== undefined && (await db.session.count({ where: theirs })) === 0) throw notFound("session");
  const { count } = await db.session.updateMany({
    where: { ...theirs, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
  if (count === 0) return { result: { ended: 0 }, event: "repetition" };
  return {
    result: { ended: count },
    event: {
      action: "session.ended",
      target: { kind: "person", id, name: person.name },
      detail: { ended: count, session: sessionId ?? null },
    },
  };
});
