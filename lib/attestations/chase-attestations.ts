/** Agents that nobody attested in time become findings. A job's work: nobody asks for it. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { latestAnswers } from "./rows";

const MOST_AT_ONCE = 200;

type Late = { id: string; name: string; riskTier: string; campaignId: string; title: string; dueAt: Date };

/** Raises what is not raised yet, so many at a time; returns how many. Its answer clears a finding, and so does a later campaign's. */
export async function chaseAttestations(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx.db);
  const due = await ctx.db.attestationCampaign.findMany({
    where: { orgId: ctx.orgId, closedAt: null, dueAt: { lte: now } },
    select: { id: true },
  });
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  const late = await ctx.db.$queryRaw<Late[]>(Prisma.sql`
    SELECT agent."id", agent."name", agent."riskTier", campaign."id" AS "campaignId", campaign."title", campaign."dueAt"
    FROM "AttestationItem" item
    JOIN "AttestationCampaign" campaign ON campaign."id" = item."campaignId"
    JOIN "Agent" agent ON agent."id" = item."agentId" AND agent."orgId" = item."orgId"
    WHERE item."orgId" = ${ctx.orgId} AND item."campaignId" = ANY(${ids}::text[])
      AND agent."status" IN ('active', 'suspended')
      AND NOT EXISTS (SELECT 1 FROM (${latestAnswers(ctx.orgId, ids)}) answer
        WHERE answer."campaignId" = item."campaignId" AND answer."agentId" = item."agentId")
      AND NOT EXISTS (SELECT 1 FROM "Finding" finding
        WHERE finding."orgId" = item."orgId" AND finding."kind" = 'attestation.overdue'
          AND finding."subjectId" = agent."id" AND finding."detail"->>'campaign' = campaign."id")
    ORDER BY agent."id" LIMIT ${MOST_AT_ONCE}`);
  for (const { id, name, riskTier, campaignId, title, dueAt } of late) {
    await raiseFinding(ctx, {
      kind: "attestation.overdue",
      severity: riskTier === "critical" || riskTier === "high" ? "high" : "medium",
      subject: { kind: "agent", id, name },
      title: `Nobody has attested ${name} in time (${title})`,
      mend: "Its owner or backup owner attests it, or security does after asking them.",
      detail: { campaign: campaignId, due: dueAt.toISOString() },
    });
  }
  return late.length;
}
