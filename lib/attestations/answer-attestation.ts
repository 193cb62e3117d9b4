import type { z } from "zod";
import { command, RecordedRefusal } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { editorOf } from "@/lib/inventory/agent-owners";
import { editAgent } from "@/lib/inventory/edit-agent";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { type Attestation, answerAttestationOp, type Campaign } from "./contract";
import { permittedTools } from "./permitted-tools";
import { loadAttestation, loadCampaign } from "./rows";
import { type Part, partOf, problemsOf } from "./rules";

type Said = z.output<typeof answerAttestationOp.input>;

/** An answer may be given anew until the campaign is closed; each stays, and the latest counts. */
export const answerAttestation = command(answerAttestationOp, async (ctx, input) => {
  const campaign = await loadCampaign(ctx, input.id);
  const { agent } = await loadAttestation(ctx, campaign, input.agentId, ctx.now);
  const target = { kind: "agent", id: agent.id, name: agent.name } as const;
  const owners = { ownerId: agent.owner?.id ?? null, backupOwnerId: agent.backupOwner?.id ?? null };
  const part = partOf(editorOf(ctx), owners);
  if (part === null) {
    const reason = "Only its owner, its backup owner, or security attests an agent, each by signing in.";
    const detail = { operation: answerAttestationOp.id, reason };
    throw new RecordedRefusal("forbidden", reason, { action: "access.refused", target, detail });
  }
  if (campaign.closed) throw new Refusal("conflict", `${campaign.title} is closed: nothing more is answered in it.`);
  const problems = problemsOf(input);
  const [problem] = problems;
  if (problem) throw new Refusal("invalid_input", problem.message, { invalidParams: problems });

  const { tools } = await permittedTools(ctx, agent.id, ctx.now, campaign.days);
  const unused = tools.flatMap(({ tool, lastCalledAt }) => (lastCalledAt === null ? tool : []));
  const { needed, mine, scopeRight, note } = input;
  await ctx.db.attestationAnswer.create({
    data: {
      id: newId("attestationAnswer", ctx.now.getTime()),
      orgId: ctx.orgId,
      campaignId: campaign.id,
      agentId: agent.id,
      ...{ needed, mine, scopeRight, note, unused },
      byId: ctx.actor.id,
      byName: ctx.actor.name,
      at: ctx.now,
    },
  });
  if (!mine && part !== "operator") await handOver(ctx, agent.id, part, input.newOwnerId);
  await followUp(ctx, campaign, agent, input, unused);
  return {
    result: await loadAttestation(ctx, campaign, agent.id, ctx.now),
    event: {
      action: "agent.attested",
      target,
      detail: { campaign: campaign.id, needed, mine, scopeRight, note, part, newOwner: input.newOwnerId, unused },
    },
  };
});

/** Whoever says that it is not theirs is its owner no longer; without somebody else it has none, and its stage says so. */
async function handOver(ctx: TxCtx, id: string, part: Exclude<Part, "operator">, newOwnerId: string | null) {
  const { version } = await ctx.db.agent.findUniqueOrThrow({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    select: { version: true },
  });
  await editAgent(ctx, { id, version, [part === "owner" ? "ownerId" : "backupOwnerId"]: newOwnerId });
}

/** What was contested is a finding until somebody says otherwise; what was confirmed clears what stood. */
async function followUp(ctx: TxCtx, campaign: Campaign, agent: Attestation["agent"], said: Said, unused: string[]) {
  const subject = { kind: "agent", id: agent.id, name: agent.name } as const;
  const { needed, scopeRight, note } = said;
  const detail = { campaign: campaign.id, by: ctx.actor.name, note };
  await clearFinding(ctx, { kind: "attestation.overdue", subjectId: agent.id, why: "It was attested." });
  if (needed) await clearFinding(ctx, { kind: "agent.unneeded", subjectId: agent.id, why: "It is needed." });
  else
    await raiseFinding(ctx, {
      kind: "agent.unneeded",
      severity: "medium",
      subject,
      title: `${ctx.actor.name} says that ${agent.name} is not needed any more`,
      mend: "Retire it, or have its owner attest that it is needed after all.",
      detail,
    });
  if (scopeRight)
    await clearFinding(ctx, { kind: "agent.overScoped", subjectId: agent.id, why: "Its scope is right." });
  else
    await raiseFinding(ctx, {
      kind: "agent.overScoped",
      severity: agent.riskTier === "critical" || agent.riskTier === "high" ? "high" : "medium",
      subject,
      title: `${ctx.actor.name} says that ${agent.name} may do other than it should`,
      mend: "Change the policies that permit it, and have its owner attest the scope.",
      detail: { ...detail, unused: unused.slice(0, 50) },
    });
}
