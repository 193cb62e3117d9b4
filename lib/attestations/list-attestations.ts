import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { editorOf } from "@/lib/inventory/agent-owners";
import { listAttestationsOp } from "./contract";
import { latestAnswers, loadCampaign, readAttestations } from "./rows";

const stateOf = {
  open: Prisma.sql`answer."id" IS NULL`,
  confirmed: Prisma.sql`answer."needed" AND answer."mine" AND answer."scopeRight"`,
  contested: Prisma.sql`NOT (answer."needed" AND answer."mine" AND answer."scopeRight")`,
};

export const listAttestations = query(listAttestationsOp, async (ctx, { id, state, cursor, limit }) => {
  const campaign = await loadCampaign(ctx, id);
  const yours = Prisma.sql`answer."id" IS NULL AND ${editorOf(ctx).personId}::text IN (agent."ownerId", agent."backupOwnerId")`;
  const matching = Prisma.sql`FROM "AttestationItem" item
    JOIN "Agent" agent ON agent."id" = item."agentId" AND agent."orgId" = item."orgId"
    LEFT JOIN (${latestAnswers(ctx.orgId, [id])}) answer ON answer."agentId" = item."agentId"
    WHERE item."orgId" = ${ctx.orgId} AND item."campaignId" = ${id} AND ${inUnit(ctx, Prisma.sql`item."agentId"`)}
      AND ${state === undefined ? Prisma.sql`TRUE` : state === "yours" ? yours : stateOf[state]}`;
  const after = cursor === undefined ? Prisma.empty : Prisma.sql`AND agent."id" > ${cursor}`;
  const page = await ctx.db.$queryRaw<{ id: string }[]>(
    Prisma.sql`SELECT agent."id" ${matching} ${after} ORDER BY agent."id" LIMIT ${limit + 1}`,
  );
  const counted = await ctx.db.$queryRaw<{ total: number }[]>(Prisma.sql`SELECT count(*)::int AS "total" ${matching}`);
  const ids = page.slice(0, limit).map((row) => row.id);
  return {
    items: await readAttestations(ctx, campaign, ids, await databaseNow(ctx.db)),
    nextCursor: page.length > limit ? (ids.at(-1) ?? null) : null,
    total: counted[0]?.total ?? 0,
  };
});
