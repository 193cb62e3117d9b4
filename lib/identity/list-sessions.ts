import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { listSessionsOp } from "./contract";
import { toSession } from "./rows";
import { sessionInForce } from "./rules";

export const listSessions = query(listSessionsOp, async (ctx) => {
  if (ctx.actor.kind !== "user") return { items: [] };
  const { id: userId, sessionId } = ctx.actor;
  const now = await databaseNow(ctx.db);
  const rows = await ctx.db.session.findMany({
    where: { orgId: ctx.orgId, userId, expiresAt: { gt: now } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
  });
  return { items: rows.filter((row) => sessionInForce(row, now)).map((row) => toSession(row, sessionId)) };
});
