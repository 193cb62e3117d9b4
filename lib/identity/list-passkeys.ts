import { query } from "@/lib/audit/query";
import { listPasskeysOp } from "./passkey-contract";
import { toPasskey } from "./passkey-rows";

/** Keys and machines have none. */
export const listPasskeys = query(listPasskeysOp, async (ctx) => {
  const rows = await ctx.db.passkey.findMany({
    where: { orgId: ctx.orgId, userId: ctx.actor.id },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return { items: rows.map(toPasskey) };
});
