import { query } from "@/lib/audit/query";
import { listDelegationsOp } from "./contract";
import { readAround, showDelegation, withSignatures } from "./rows";

/** Far more than people could have signed; the oldest ended ones are in the audit log. */
const MOST = 500;
const ORDER = ["requested", "signed"];

export const listDelegations = query(listDelegationsOp, async (ctx, { agentId, status }) => {
  const rows = await ctx.db.delegation.findMany({
    where: {
      orgId: ctx.orgId,
      ...(status ? { status } : {}),
      ...(agentId ? { OR: [{ fromId: agentId }, { toId: agentId }] } : {}),
    },
    include: withSignatures,
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: MOST,
  });
  const around = await readAround(ctx, rows);
  const place = (state: string): number => (ORDER.indexOf(state) + ORDER.length + 1) % (ORDER.length + 1);
  return {
    items: rows.map((row) => showDelegation(ctx, row, around)).sort((a, b) => place(a.status) - place(b.status)),
  };
});
