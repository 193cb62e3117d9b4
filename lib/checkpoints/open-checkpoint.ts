import { command, RecordedRefusal, type Step } from "@/lib/audit/command";
import { type AuditEvent, storable } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { requestFromCall } from "@/lib/delegations/request-from-call";
import { env } from "@/lib/env";
import { type InForce, policySetAt } from "@/lib/policy/current-policy-set";
import { revokedNow } from "@/lib/policy/revoked-now";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { uninspectableIn } from "@/lib/shared/inspect";
import { actionDigest } from "@/sdk/action-digest";
import { canonicalJson, digestOf } from "@/sdk/canonical";
import { decide } from "@/sdk/decide";
import { principalsOf } from "@/sdk/revoked";
import type { Action } from "@/sdk/wire/action";
import type { Decision } from "@/sdk/wire/decision";
import { HoldAbility, type HoldInput, type HoldOutput } from "@/sdk/wire/protocol";
import { RiskTier } from "@/sdk/wire/words";
import { eventOf } from "./decide-checkpoint";
import { commitmentTo, natureOf, newSalt } from "./decoy";
import type { Decoy } from "./decoy-contract";
import { edgesIn } from "./edge-requirement";
import { pauseIfFlooded, refuseFlood } from "./flood";
import { concernsOf, readGround, whyStoppedOn } from "./ground";
import { groupKeyOf } from "./group-key";
import { blockingCall } from "./outcomes";
import { ownersKeys } from "./owners-key";
import { peopleToAsk } from "./people-to-ask";
import { openCheckpointOp } from "./point-contract";
import { queueAbout } from "./queue-checkpoint-message";
import { requirementOf } from "./requirement";
import { storedAsking, withVotes } from "./rows";
import { raisedTier } from "./rules";
import { reviewDetail, withSecondReviewers } from "./second-reviewer";
import { answerByStanding } from "./use-standing";

export const openCheckpoint = command(openCheckpointOp, async (ctx, input) => {
  refuseForeign(ctx, input);
  return openHeld(ctx, input);
});

/** For whoever was shown to be allowed to ask about this agent; the request, and what is granted, is theirs alone. */
export async function openHeld(ctx: TxCtx, input: HoldInput): Promise<Step<HoldOutput>> {
  const known = await ctx.db.checkpoint.findUnique({
    where: { orgId_digest: { orgId: ctx.orgId, digest: input.digest } },
  });
  if (known) return { result: answer(known.id, known.status, known.expiresAt), event: "repetition" };
  const { row, stood, events } = await openRow(ctx, input, null);
  return { result: answer(row.id, stood ? "approved" : row.status, row.expiresAt), event: events };
}

/** Makes the request and asks people. A decoy is opened the very same way, so that nothing tells it apart. */
export async function openRow(ctx: TxCtx, input: HoldInput, decoy: Decoy | null) {
  const held = await decideAgain(ctx, input.action);
  await refuseUnsettled(ctx, input.action);
  if (!decoy) await refuseFlood(ctx, input.action.agent);
  const uninspectable = uninspectableIn(input.action.arguments).length > 0;
  const shown = facts(ctx, input, held, uninspectable);
  const required = await requirementOf(ctx, input.action, shown);
  const reviewed = await withSecondReviewers(ctx, input.action.agent, required);
  const natureSalt = newSalt();
  const row = await ctx.db.checkpoint.create({
    data: {
      ...shown,
      accepts: HoldAbility.options.filter((ability) => input.accepts?.includes(ability)),
      ...storedAsking({ ...required, stages: reviewed.stages }),
      excluded: required.excluded,
      stepUp: required.stepUp || uninspectable,
      ownersKey: (await ownersKeys(ctx, [input.action]))(input.action),
      review: JSON.stringify(reviewed.review),
      natureSalt,
      ...(decoy ? { decoy: JSON.stringify(decoy), pepId: newId("point") } : {}),
    },
    include: withVotes,
  });
  const asked = decoy ? [] : await askForEdges(ctx, input.action, held);
  const stood = decoy ? null : await answerByStanding(ctx, row);
  if (!stood) await queueAbout(ctx, row, { kind: "asked", people: await peopleToAsk(ctx, row, ctx.now) });
  const opened: AuditEvent = {
    action: "checkpoint.opened",
    target: { kind: "checkpoint", id: row.id, name: `${row.agentName}: ${row.tool}` },
    detail: {
      digest: row.digest,
      agent: row.agentId,
      tool: row.tool,
      chain: input.action.chain,
      policies: row.policies,
      rules: row.rules,
      excluded: required.excluded.people,
      expiresAt: row.expiresAt.toISOString(),
      nature: commitmentTo(row.id, natureOf(row), natureSalt),
      ...reviewDetail(reviewed),
    },
  };
  // The agent did not ask for a decoy, so it is not held against it.
  const flooded = decoy ? [] : await pauseIfFlooded(ctx, row);
  const events: [AuditEvent, ...AuditEvent[]] = [opened, ...asked, ...(stood ?? []), ...flooded];
  return { row, stood: stood !== null, events };
}

const answer = (id: string, status: string, expiresAt: Date): HoldOutput => ({
  checkpointId: id,
  status: status as HoldOutput["status"],
  expiresAt: expiresAt.toISOString(),
  url: `${env.appUrl}/checkpoints/${id}`,
});

/** A point asks for itself, for agents in its scope, and about exactly what the digest says. */
function refuseForeign(ctx: TxCtx, { action, digest }: HoldInput): void {
  if (ctx.actor.kind !== "pep") throw new Refusal("forbidden", "Only an enforcement point opens a checkpoint.");
  if (action.org !== ctx.orgId || action.pep !== ctx.actor.id)
    throw new Refusal("forbidden", "The action names another organisation or another point.");
  if (ctx.actor.agents.length > 0 && !ctx.actor.agents.includes(action.agent)) {
    throw new Refusal("forbidden", `This point was not enrolled for the agent ${action.agent}.`);
  }
  if (actionDigest(action) !== digest)
    throw new Refusal("digest_mismatch", "The digest is not the one of this action.");
}

type Held = { decision: Decision; inForce: InForce };

/** The console decides anew: what people are asked, and under which rule, never rests on a point's word. */
async function decideAgain(ctx: TxCtx, action: Action): Promise<Held> {
  const inForce = await policySetAt(ctx, action.pep);
  if (!inForce) throw new Refusal("policy_changed", "Nothing is published here, so nothing can be held.");
  await refuseStopped(ctx, action);
  const request = {
    agentId: action.agent,
    tool: action.tool,
    arguments: action.arguments,
    ...(action.onBehalfOf ? { onBehalfOf: action.onBehalfOf } : {}),
    chain: action.chain,
  };
  const revoked = await revokedNow(ctx, request);
  if (revoked) throw new Refusal("policy_changed", `${revoked} Nothing is held.`);
  const decision = decide(inForce.set, request, { seenPin: action.pin, now: ctx.now.getTime() });
  if (decision.effect === "hold") return { decision, inForce };
  throw new Refusal(
    "policy_changed",
    `By the policy in force now this is no longer held but ${decision.effect === "allow" ? "allowed" : "denied"}: ${decision.reason} Decide again with revision ${inForce.revision}.`,
  );
}

async function refuseStopped(ctx: TxCtx, action: Action): Promise<void> {
  const why = whyStoppedOn(await readGround(ctx, concernsOf(action)), action);
  if (why) throw new Refusal("policy_changed", `${why} Nothing of it is held.`);
}

/** The edges that nobody signed off are asked for, beside this one call. */
async function askForEdges(ctx: TxCtx, action: Action, { decision, inForce }: Held): Promise<AuditEvent[]> {
  const dataClasses = inForce.content.agents.find(({ id }) => id === action.agent)?.dataClasses ?? [];
  const events: AuditEvent[] = [];
  for (const { from, to } of edgesIn(action, decision.rules)) {
    const { operationClass } = action;
    const event = await requestFromCall(ctx, { fromId: from, toId: to, operationClass, dataClasses });
    if (event) events.push(event);
  }
  return events;
}

/** The same call, released before, may have taken effect: it is not tried blindly. */
async function refuseUnsettled(ctx: TxCtx, { agent, tool, arguments: args }: Action): Promise<void> {
  const before = await blockingCall(ctx, { agentId: agent, tool, digests: [digestOf(args)] });
  if (!before) return;
  const event = eventOf(before, "checkpoint.refused", { code: "outcome_unknown", retry: true });
  throw new RecordedRefusal("outcome_unknown", before.why, event);
}

/** What the page will show comes from the bundle's registry, not from the point. */
function facts(ctx: TxCtx, input: HoldInput, { decision, inForce }: Held, uninspectable: boolean) {
  const { action, digest, agentReason, callId } = input;
  const agent = inForce.content.agents.find(({ id }) => id === action.agent);
  const tool = inForce.content.tools.find(({ id }) => id === action.tool);
  if (!agent || !tool) throw new Refusal("policy_changed", "The agent or the tool is not in the bundle in force.");
  if (tool.operationClass !== action.operationClass)
    throw new Refusal("policy_changed", "The tool has been classified anew. Decide again.");
  const versions = new Map(inForce.content.policies.map(({ id, version }) => [id, version]));
  return {
    id: newId("checkpoint", ctx.now.getTime()),
    orgId: ctx.orgId,
    agentId: agent.id,
    agentName: agent.name,
    pepId: ctx.actor.id,
    tool: tool.id,
    operationClass: tool.operationClass,
    reversibility: tool.reversibility,
    riskTier: uninspectable ? raisedTier(gravestTier(inForce, action)) : gravestTier(inForce, action),
    uninspectable,
    groupKey: groupKeyOf(action),
    action: canonicalJson(action),
    digest,
    argumentsDigest: digestOf(action.arguments),
    agentReason: agentReason === null ? null : storable(agentReason),
    callId,
    revision: inForce.revision,
    policies: decision.policies.map((id) => `${id}@${versions.get(id) ?? 0}`),
    rules: decision.rules,
    createdAt: ctx.now,
  };
}

/** Of everyone on whose word the call is made: nothing about it may be handled as if it were of a lower tier. */
function gravestTier({ content }: InForce, action: Action): RiskTier {
  const on = principalsOf({ agentId: action.agent, chain: action.chain });
  const tiers = content.agents.flatMap(({ id, riskTier }) => (on.includes(id) ? [riskTier] : []));
  return RiskTier.options.findLast((tier) => tiers.includes(tier)) ?? "critical";
}
