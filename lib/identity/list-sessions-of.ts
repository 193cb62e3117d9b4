import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { notFound } from "@/lib/shared/errors";
import { toSession } from "./rows";
import { sessionInForce } from "./rules";
import { listSessionsOfOp } from "./session-contract";

export const listSessionsOf = query(listSessionsOfOp, async (ctx, { id }) => {
  const { db, orgId, actor } = ctx;
  const now = await databaseNow(db);
  const person = await db.user.findUnique({
    where: { id_orgId: { id, orgId } },
    select: { sessions: { where: { expiresAt: { gt: now } }, orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }] } },
  });
  if (!person) throw notFound("person");
  const own = actor.kind === "user" ? actor.sessionId : null;
  return { items: person.sessions.filter((row) => sessionInForce(row, now)).map((row) => toSession(row, own)) };
});
