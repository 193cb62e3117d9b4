import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { listInvitesOp } from "./contract";
import { toInvite } from "./rows";

export const listInvites = query(listInvitesOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const rows = await ctx.db.invite.findMany({
    where: { orgId: ctx.orgId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 500,
  });
  return { items: rows.map((row) => toInvite(row, now)) };
});
