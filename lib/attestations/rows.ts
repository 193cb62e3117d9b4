/** Private to this folder: campaigns and their agents as the contract shows them. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { editorOf } from "@/lib/inventory/agent-owners";
import { notFound } from "@/lib/shared/errors";
import { Attestation, Campaign } from "./contract";
import { partOf } from "./rules";

/** The latest answer of each agent of the campaigns. */
export const latestAnswers = (orgId: string, campaignIds: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT DISTINCT ON ("campaignId", "agentId") * FROM "AttestationAnswer"
  WHERE "orgId" = ${orgId} AND "campaignId" = ANY(${[...campaignIds]}::text[])
  ORDER BY "campaignId", "agentId", "at" DESC, "id" DESC`;

type CountRow = { campaignId: string; asked: number; answered: number; confirmed: number; yours: number };

async function countsOf(ctx: Ctx, campaignIds: readonly string[]): Promise<Map<string, CountRow>> {
  const { personId } = editorOf(ctx);
  const rows = await ctx.db.$queryRaw<CountRow[]>(Prisma.sql`
    SELECT item."campaignId", count(*)::int AS "asked", count(answer."id")::int AS "answered",
      count(*) FILTER (WHERE answer."needed" AND answer."mine" AND answer."scopeRight")::int AS "confirmed",
      count(*) FILTER (WHERE answer."id" IS NULL AND ${personId}::text IN (agent."ownerId", agent."backupOwnerId"))::int
        AS "yours"
    FROM "AttestationItem" item
    JOIN "Agent" agent ON agent."id" = item."agentId" AND agent."orgId" = item."orgId"
    LEFT JOIN (${latestAnswers(ctx.orgId, campaignIds)}) answer
      ON answer."campaignId" = item."campaignId" AND answer."agentId" = item."agentId"
    WHERE item."orgId" = ${ctx.orgId} AND item."campaignId" = ANY(${[...campaignIds]}::text[])
      AND ${inUnit(ctx, Prisma.sql`item."agentId"`)}
    GROUP BY item."campaignId"`);
  return new Map(rows.map((row) => [row.campaignId, row]));
}

export async function readCampaigns(ctx: Ctx, id?: string): Promise<Campaign[]> {
  const rows = await ctx.db.attestationCampaign.findMany({
    where: { orgId: ctx.orgId, ...(id === undefined ? {} : { id }) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 100,
  });
  const ids = rows.map((row) => row.id);
  const counts = await countsOf(ctx, ids);
  return rows.map((row) =>
    Campaign.parse({
      ...row,
      dueAt: row.dueAt.toISOString(),
      createdAt: row.createdAt.toISOString(),
      closed: row.closedAt && { at: row.closedAt.toISOString(), byName: row.closedByName ?? "" },
      counts: counts.get(row.id) ?? { asked: 0, answered: 0, confirmed: 0, yours: 0 },
    }),
  );
}

export async function loadCampaign(ctx: Ctx, id: string): Promise<Campaign> {
  const [campaign] = await readCampaigns(ctx, id);
  if (!campaign) throw notFound("campaign");
  return campaign;
}

const person = { select: { id: true, name: true, email: true, status: true } } as const;
const personOf = (row: { id: string; name: string; email: string; status: string } | null) =>
  row && { id: row.id, name: row.name, email: row.email, active: row.status === "active" };

type AnswerRow = Omit<NonNullable<Attestation["answer"]>, "at"> & { agentId: string; at: Date };

/** What is asked about these agents of one campaign, in their order; those that are not in it are passed over. */
export async function readAttestations(
  ctx: Ctx,
  campaign: Pick<Campaign, "id" | "dueAt" | "closed">,
  agentIds: readonly string[],
  now: Date,
): Promise<Attestation[]> {
  const items = await ctx.db.attestationItem.findMany({
    where: { campaignId: campaign.id, orgId: ctx.orgId, agentId: { in: [...agentIds] } },
    select: { agentId: true },
  });
  const asked = new Set(items.map(({ agentId }) => agentId));
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: [...asked] } },
    include: { owner: person, backupOwner: person },
  });
  const answers = await ctx.db.$queryRaw<AnswerRow[]>(
    Prisma.sql`SELECT * FROM (${latestAnswers(ctx.orgId, [campaign.id])}) answer WHERE "agentId" = ANY(${[...asked]}::text[])`,
  );
  const answerOf = new Map(answers.map((answer) => [answer.agentId, { ...answer, at: answer.at.toISOString() }]));
  const agentOf = new Map(agents.map((agent) => [agent.id, agent]));
  const editor = editorOf(ctx);
  return agentIds.flatMap((id) => {
    const agent = agentOf.get(id);
    if (!agent) return [];
    const answer = answerOf.get(id) ?? null;
    return Attestation.parse({
      campaignId: campaign.id,
      agent: { ...agent, owner: personOf(agent.owner), backupOwner: personOf(agent.backupOwner) },
      answer,
      overdue: answer === null && new Date(campaign.dueAt) <= now,
      yours: campaign.closed === null && partOf(editor, agent) !== null,
    });
  });
}

export async function loadAttestation(
  ctx: Ctx,
  campaign: Pick<Campaign, "id" | "dueAt" | "closed">,
  agentId: string,
  now: Date,
): Promise<Attestation> {
  const [attestation] = await readAttestations(ctx, campaign, [agentId], now);
  if (!attestation) throw notFound("agent of this campaign");
  return attestation;
}
