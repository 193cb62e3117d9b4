/** Private to this folder: an answer with what its caller can do about it, and what an approval that it brings is worth. */
import type { Ctx } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import type { JsonObject } from "@/sdk/canonical";
import { bindingHash, boundId, DENIAL_MS } from "./binding";
import type { Evaluation } from "./contract";
import { type Answered, type Decided, eventOf } from "./record";
import { redeemApproval } from "./redeem-approval";
import { REQUESTS_PATH } from "./request-contract";

export async function followed(ctx: Ctx, evaluation: Evaluation, decided: Decided): Promise<Answered> {
  const { effect } = decided.decision;
  const presented = env.accessRequests ? approvalIn(evaluation) : null;
  if (effect === "allow" || (presented === null && effect === "deny")) return plain(decided);
  if (effect === "deny") return plain(decided, { reason: "policy_denied", next_action: "none" });
  if (presented === null) return requestable(ctx, evaluation, decided);
  const hash = bindingHash(evaluation);
  const reason = "People have agreed to this very call.";
  const decision = { ...decided.decision, effect: "allow" as const, code: "permitted" as const, reason, rules: [] };
  const redeemed = await redeemApproval(ctx, { id: presented, bindingHash: hash, call: decided.call }, (checkpointId) =>
    eventOf({ ...decided, decision, checkpointId }),
  );
  if ("approval" in redeemed)
    return { ...plain({ ...decided, decision }, { approval: redeemed.approval }), event: null };
  const over = redeemed.reason === "approval_expired" || redeemed.reason === "out_of_scope";
  const said = { ...redeemed, next_action: over ? "request" : "none" };
  return over ? requestable(ctx, evaluation, decided, said) : plain(decided, said);
}

/** What is there under this name and is no id is presented all the same, and found by nothing. */
function approvalIn({ context }: Evaluation): string | null {
  const approval = context?.approval;
  if (approval === undefined) return null;
  const id = typeof approval === "object" && approval !== null && "id" in approval ? approval.id : "";
  return typeof id === "string" && /^\w{1,100}$/.test(id) ? id : "";
}

function plain(decided: Decided, more: JsonObject = {}): Answered {
  const { id, at, decision } = decided;
  return {
    answer: {
      decision: decision.effect === "allow",
      context: {
        evaluation_id: id,
        evaluated_at: new Date(at).toISOString(),
        reason: decision.code,
        message: decision.reason,
        policy_revision: decision.revision,
        ...(decision.effect === "hold" ? { approval_required: true } : {}),
        ...more,
      },
    },
    event: eventOf(decided),
  };
}

/** Says how to ask people, where that is offered and the denial can be tied to the question. */
function requestable(ctx: Ctx, evaluation: Evaluation, decided: Decided, more: JsonObject = {}): Answered {
  const hash = bindingHash(evaluation);
  if (!env.accessRequests || hash === null) return plain(decided, more);
  const expiresAt = new Date(decided.at + DENIAL_MS).toISOString();
  const id = boundId(decided.id, { orgId: ctx.orgId, keyId: ctx.actor.id, bindingHash: hash, expiresAt });
  const access_request = { endpoint: `${env.appUrl}${REQUESTS_PATH}`, expires_at: expiresAt };
  return plain({ ...decided, id }, { ...more, access_request });
}
