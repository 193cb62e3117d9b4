import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import type { Prisma } from "@/lib/db/generated/client";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { RiskTier } from "@/sdk/wire/words";
import { type CheckpointSummary, listCheckpointsOp } from "./contract";
import { noOwners, ownershipOf, summaryOf, withVotes } from "./rows";
import { voterOf, votersOf } from "./voters";

/** Open requests that are looked through for "mine"; the flood limits keep the real number far below. */
const MOST_OPEN = 2_000;

export const listCheckpoints = query(listCheckpointsOp, async (ctx, { box, agentId, cursor, limit }) => {
  if (box === "mine") {
    const items = (await readPage(ctx, { ...openOnly, ...(agentId ? { agentId } : {}) }, MOST_OPEN)).filter(
      ({ mine }) => mine,
    );
    return { items: items.sort(byRiskThenTime).slice(0, limit), nextCursor: null, total: items.length };
  }
  const after = cursor ? decodeCursor(cursor) : null;
  const where: Prisma.CheckpointWhereInput = {
    ...(box === "open" ? openOnly : box === "closed" ? { NOT: openOnly } : {}),
    ...(agentId ? { agentId } : {}),
    ...(after ? { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] } : {}),
  };
  const rows = await readPage(ctx, where, limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last ? encodeCursor({ at: new Date(last.createdAt), id: last.id }) : null,
  };
});

const openOnly = { status: "pending" } satisfies Prisma.CheckpointWhereInput;

async function readPage(ctx: Ctx, where: Prisma.CheckpointWhereInput, take: number): Promise<CheckpointSummary[]> {
  const rows = await ctx.db.checkpoint.findMany({
    where: { orgId: ctx.orgId, ...where },
    include: withVotes,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take,
  });
  const [voters, owners] = await Promise.all([
    votersOf(ctx),
    ownershipOf(
      ctx,
      rows.map((row) => row.agentId),
    ),
  ]);
  const me = voterOf(ctx.actor, voters);
  return rows.map((row) => summaryOf(row, voters, me, owners.get(row.agentId) ?? noOwners));
}

/** The gravest first, and among equals the one that ends soonest. */
export function byRiskThenTime(a: CheckpointSummary, b: CheckpointSummary): number {
  const grade = RiskTier.options.indexOf(b.riskTier) - RiskTier.options.indexOf(a.riskTier);
  return grade !== 0 ? grade : a.expiresAt.localeCompare(b.expiresAt);
}

export async function openMine(ctx: Ctx): Promise<CheckpointSummary[]> {
  return (await readPage(ctx, openOnly, MOST_OPEN)).filter(({ mine }) => mine);
}
