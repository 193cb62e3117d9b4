/** Private to this folder: uses an approval, once, in one transaction with the record of the decision that it makes possible. */
import { z } from "zod";
import { command } from "@/lib/audit/command";
import { redeemOwn } from "@/lib/checkpoints/redeem-grant";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { operation } from "@/lib/shared/operation";
import { actionDigest } from "@/sdk/action-digest";
import { Action } from "@/sdk/wire/action";
import type { DecisionRequest } from "@/sdk/wire/decision";
import { CallEvent } from "@/sdk/wire/protocol";
import { evaluateAccessOp } from "./contract";
import { recordAll } from "./record";

/** Served by nothing of its own: it is a step of an evaluation. */
const redemption = operation({
  ...evaluateAccessOp,
  id: "authzen.redeemApproval",
  input: z.object({ id: z.string(), actionDigest: z.string(), event: CallEvent }),
  output: z.object({ redeemedAt: z.string() }),
});

const redeem = command(redemption, async (ctx, { event: recorded, ...grant }) => {
  const { result, event } = await redeemOwn(ctx, grant);
  await recordAll(ctx, [recorded]);
  return { result: { redeemedAt: result.redeemedAt }, event };
});

export type Redeemed =
  | { approval: { id: string; approved_until: string } }
  | { reason: "approval_unverifiable" | "approval_expired" | "out_of_scope" | "policy_denied"; message: string };

type Presented = { id: string; bindingHash: string | null; call: DecisionRequest };

/** Whatever does not stand releases nothing, and says why in the profile's words. */
export async function redeemApproval(
  ctx: Ctx,
  { id, bindingHash, call }: Presented,
  eventWith: (checkpointId: string) => CallEvent,
): Promise<Redeemed> {
  const grant = await ctx.db.grant.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  const request = grant && (await requestOf(ctx, grant.checkpointId));
  if (!grant || !request || request.keyId !== ctx.actor.id)
    return { reason: "approval_unverifiable", message: "No approval of this id was given to this key." };
  if (request.bindingHash !== bindingHash)
    return { reason: "out_of_scope", message: "The approval is for another subject, action or resource." };
  const held = Action.parse(JSON.parse(request.checkpoint.action));
  const now: Action = {
    ...held,
    agent: call.agentId,
    tool: call.tool,
    arguments: call.arguments,
    onBehalfOf: call.onBehalfOf ?? null,
    chain: call.chain ?? [],
  };
  try {
    await redeem(ctx, { id, actionDigest: actionDigest(now), event: eventWith(grant.checkpointId) });
    return { approval: { id, approved_until: grant.expiresAt.toISOString() } };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "grant_refused") throw error;
    return { reason: (await isOver(ctx, id)) ? "approval_expired" : "policy_denied", message: error.message };
  }
}

const requestOf = (ctx: Ctx, checkpointId: string) =>
  ctx.db.accessRequest.findUnique({
    where: { checkpointId_orgId: { checkpointId, orgId: ctx.orgId } },
    include: { checkpoint: { select: { action: true } } },
  });

/** Used, voided or too old, as against one that stands while policy is against it. */
async function isOver(ctx: Ctx, id: string): Promise<boolean> {
  const over = { orgId: ctx.orgId, id, checkpoint: { status: { not: "approved" } } };
  const late = { orgId: ctx.orgId, id, expiresAt: { lte: await databaseNow(ctx.db) } };
  return (await ctx.db.grant.count({ where: { OR: [over, late] } })) > 0;
}
