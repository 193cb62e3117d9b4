import { command } from "@/lib/audit/command";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { startCampaignOp } from "./contract";
import { loadCampaign } from "./rows";

const YEAR_MS = 366 * 86_400_000;

/** The agents are those that are active or suspended now; who registers later is asked by the next campaign. */
export const startCampaign = command(startCampaignOp, async (ctx, { title, note, scope, dueAt, days }) => {
  const due = new Date(dueAt);
  const left = due.getTime() - ctx.now.getTime();
  if (left <= 0 || left > YEAR_MS) {
    const message =
      left <= 0 ? "The date is past. Choose one that leaves people time." : "Choose a date within a year.";
    throw new Refusal("invalid_input", message, { invalidParams: [{ path: "dueAt", message }] });
  }
  const id = newId("attestationCampaign", ctx.now.getTime());
  await ctx.db.attestationCampaign.create({
    data: {
      id,
      orgId: ctx.orgId,
      title,
      note,
      scope,
      dueAt: due,
      days,
      startedById: ctx.actor.id,
      startedByName: ctx.actor.name,
      createdAt: ctx.now,
    },
  });
  const asked = await ctx.db.$executeRaw(Prisma.sql`
    INSERT INTO "AttestationItem" ("campaignId", "agentId", "orgId")
    SELECT ${id}, "id", "orgId" FROM "Agent"
    WHERE "orgId" = ${ctx.orgId} AND "status" IN ('active', 'suspended')
      AND (${scope.riskTiers.length === 0} OR "riskTier" = ANY(${scope.riskTiers}::text[]))
      AND (${scope.team === ""} OR lower("team") = lower(${scope.team}))`);
  if (asked === 0) throw new Refusal("conflict", "No active agent matches. Widen the choice of agents.");
  return {
    result: await loadCampaign(ctx, id),
    event: {
      action: "attestation.campaignStarted",
      target: { kind: "campaign", id, name: title },
      detail: { scope, dueAt, agents: asked },
    },
  };
});
