/**
 * Takes a held call to people and back. Resolves only when an approval of exactly this action was verified here, policy
 * still agrees, and the gateway has used the grant up: after that the call runs once, or not at all.
 */
import { randomBytes } from "node:crypto";
import { actionDigest } from "../action-digest.ts";
import type { JsonObject } from "../canonical.ts";
import type { Action } from "../wire/action.ts";
import type { BundleTool, TrustKey } from "../wire/bundle.ts";
import type { Decision, DecisionCode } from "../wire/decision.ts";
import { CheckpointState, type HoldAbility, type HoldInput, HoldOutput } from "../wire/protocol.ts";
import type { Question } from "../wire/question.ts";
import type { CallRequest } from "./call-events.ts";
import type { CheckpointWaits, HoldVerdict, Verdict } from "./checkpoint-waits.ts";
import { Denied, Held, type HeldCheckpoint } from "./denied.ts";
import { type GatewayClient, GatewayRefused, GatewayUnreachable } from "./gateway-client.ts";
import type { HoldSlot, KeptHold } from "./kept-holds.ts";
import { messageOf } from "./logger.ts";
import { printable } from "./printable.ts";
import { permissionOf, redeem } from "./use-grant.ts";

export type HoldParts = {
  client: GatewayClient;
  waits: CheckpointWaits;
  org: string;
  pepId: string;
  trust(): readonly TrustKey[];
  gatewayNow(): number;
  deny(code: DecisionCode, reason: string, because?: Decision): Decision;
};

export type HeldCall = {
  callId: string;
  request: CallRequest;
  arguments: JsonObject;
  tool: BundleTool;
  decision: Decision;
  agentReason: string | null;
  signal: AbortSignal;
  /** Where the hold is kept for a later call, and what an earlier one left there. */
  kept: { slot: HoldSlot; earlier: KeptHold | null } | null;
  /** False: rejects with {@link Held} while people have not decided. */
  wait: boolean;
  /** Nothing is run even when people have agreed. */
  onlyAsk: boolean;
  onHeld?(checkpoint: HeldCheckpoint): void;
  onDecided?(verdict: HoldVerdict): void;
  onQuestion?(question: Question): Promise<string | null> | string | null;
  /** Whether the caller itself gave up, rather than this process ending. */
  abandoned(): boolean;
  /** The caller tells the agent when people have changed its arguments; without that they cannot. */
  acceptsChanges: boolean;
  /** Decides again, with the lifted rules and by what holds then; about other arguments where people set them. */
  again(lifted: readonly string[], changed: JsonObject | null): Decision;
};

/** The redeemed checkpoint, the decision that now allows the call, and the arguments that people set, if they did. */
export type Released = { checkpointId: string; decision: Decision; changed: JsonObject | null };

/** Throws {@link Denied} when the call is not to be run. */
export async function holdCall(parts: HoldParts, held: HeldCall): Promise<Released> {
  const action = actionOf(parts, held);
  const digest = actionDigest(action);
  const keep = keeper(held, action, digest);
  keep({ checkpointId: held.kept?.earlier?.checkpointId ?? null });
  const accepts = abilitiesOf(held);
  const question = { action, digest, agentReason: held.agentReason, callId: held.callId };
  const asked = await ask(parts, held, accepts.length > 0 ? { ...question, accepts } : question);
  const { checkpointId } = asked;
  const checkpoint = { checkpointId, url: asked.url, expiresAt: asked.expiresAt };
  keep({ checkpointId });
  held.onHeld?.(checkpoint);
  if (held.onlyAsk || (!held.wait && asked.status === "pending")) throw new Held(held.request.tool, checkpoint);
  const unhear = held.onQuestion && parts.waits.listen(checkpointId, held.onQuestion);
  const verdict = await parts.waits.wait(asked, remaining(parts, asked), held.signal).finally(() => {
    unhear?.();
    if (!held.signal.aborted || (held.kept && !held.abandoned())) return;
    held.kept?.slot.clear();
    void withdraw(parts.client, checkpointId);
  });
  held.onDecided?.({ status: verdict.status, reason: verdict.reason });
  const refuse = (code: DecisionCode, reason: string): never => {
    throw new Denied(parts.deny(code, reason, held.decision), checkpointId);
  };
  if (verdict.status !== "approved") return refuse(CODE[verdict.status], sentence(verdict));

  const permission = permissionOf(parts, held, { checkpointId, action, verdict });
  if (typeof permission === "string")
    return refuse("grant_refused", `The approval does not permit this call: ${permission}.`);
  const { grant, changed } = permission;
  const decision = held.again(grant.rules, changed);
  if (decision.effect !== "allow")
    return refuse(
      decision.effect === "deny" ? decision.code : "grant_refused",
      `It was approved, but policy no longer permits it: ${decision.reason}`,
    );
  keep({ checkpointId, used: true });
  const objection = await redeem(parts.client, grant);
  if (objection !== null) return refuse("grant_refused", objection);
  return { checkpointId, decision, changed };
}

const abilitiesOf = ({ acceptsChanges, onQuestion }: HeldCall): HoldAbility[] => [
  ...(acceptsChanges ? (["changedArguments"] as const) : []),
  ...(onQuestion ? (["questions"] as const) : []),
];

const remaining = (parts: HoldParts, { expiresAt }: HoldOutput): number => Date.parse(expiresAt) - parts.gatewayNow();

type Keep = (state: { checkpointId: string | null; used?: boolean }) => void;

/** Written before people are asked: an answer that no process lived to read is found again by the same nonce. */
function keeper({ kept, callId }: HeldCall, { nonce, revision, pin, operationClass }: Action, digest: string): Keep {
  return ({ checkpointId, used = false }) =>
    kept?.slot.write({ nonce, revision, pin, operationClass, digest, callId, checkpointId, used });
}

/** Nobody should decide about a call whose caller has gone. If this is lost, the request ends by its expiry. */
export async function withdraw(client: GatewayClient, checkpointId: string): Promise<void> {
  const reason = "the caller stopped waiting";
  await client.post(`/v1/pep/checkpoints/${checkpointId}/cancel`, { reason }, CheckpointState).catch(() => undefined);
}

function actionOf(parts: HoldParts, held: HeldCall): Action {
  const earlier = held.kept?.earlier;
  return {
    format: 1,
    org: parts.org,
    agent: held.request.agentId,
    pep: parts.pepId,
    tool: held.request.tool,
    pin: earlier?.pin ?? held.tool.pin,
    operationClass: earlier?.operationClass ?? held.tool.operationClass,
    arguments: held.arguments,
    onBehalfOf: held.request.onBehalfOf ?? null,
    chain: held.request.chain ?? [],
    revision: earlier?.revision ?? held.decision.revision,
    nonce: earlier?.nonce ?? randomBytes(16).toString("hex"),
  };
}

/** Asking twice for the same action is asking once, so a lost answer is worth another try. */
async function ask(parts: HoldParts, held: HeldCall, input: HoldInput): Promise<HoldOutput> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await parts.client.post("/v1/pep/checkpoints", input, HoldOutput);
    } catch (error) {
      if (attempt === 1 && error instanceof GatewayUnreachable && error.sent && !held.signal.aborted) continue;
      const why = printable(messageOf(error), 500);
      if (error instanceof GatewayRefused && error.code === "outcome_unknown")
        throw new Denied(parts.deny("outcome_unknown", why, held.decision));
      const reason = `People have to decide about this call, and they could not be asked: ${why}`;
      const paused = error instanceof GatewayRefused && error.code === "holds_paused";
      throw new Denied(parts.deny(paused ? "holds_paused" : "checkpoint_unavailable", reason, held.decision));
    }
  }
}

const CODE: Record<Exclude<Verdict["status"], "approved">, DecisionCode> = {
  denied: "checkpoint_denied",
  expired: "checkpoint_expired",
  lapsed: "checkpoint_expired",
  cancelled: "checkpoint_cancelled",
  voided: "checkpoint_cancelled",
  redeemed: "grant_refused",
};

const WORDS: Record<keyof typeof CODE, string> = {
  denied: "A person denied it",
  expired: "Nobody decided in time",
  lapsed: "The approval was not used in time",
  cancelled: "The request was cancelled",
  voided: "The approval was voided",
  redeemed: "The approval has been used already",
};

function sentence({ status, reason }: Verdict): string {
  if (status === "approved") return "";
  return reason ? `${WORDS[status]}: ${printable(reason, 1000)}` : `${WORDS[status]}.`;
}
