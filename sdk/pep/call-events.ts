/** Events as they are reported. Bounds are applied here: a call must not escape the record by a name that is too long. */
import type { Decision } from "../wire/decision.ts";
import type { CallEvent, OutcomeEvent } from "../wire/protocol.ts";
import type { OperationClass, Outcome } from "../wire/words.ts";
import { instant } from "./clock.ts";
import type { PreparedArguments } from "./prepare-arguments.ts";
import { printable } from "./printable.ts";

export type CallRequest = {
  agentId: string;
  /** `server/tool` */
  tool: string;
  arguments: unknown;
  onBehalfOf?: string;
  chain?: string[];
  /** Credential that the call presents: a name or fingerprint, never the secret. */
  credential?: string;
};

export type CallFacts = {
  id: string;
  now: number;
  request: CallRequest;
  prepared: PreparedArguments;
  operationClass: OperationClass | null;
  decision: Decision;
  /** Whether a refusal is carried out. */
  enforced: boolean;
  decisionNs: number | null;
  checkpointId: string | null;
  traceId: string | null;
};

export function callEvent(facts: CallFacts): CallEvent {
  const { request, prepared, decision } = facts;
  return {
    type: "call",
    id: facts.id,
    at: instant(facts.now),
    agentId: clip(request.agentId, 100),
    tool: clip(request.tool, 300) || "?",
    operationClass: facts.operationClass,
    effect: decision.effect,
    code: decision.code,
    enforced: facts.enforced,
    reason: clip(decision.reason, 2000),
    policies: names(decision.policies, 100),
    observed: names(decision.observed, 100),
    revision: decision.revision,
    decisionNs: facts.decisionNs,
    argumentsDigest: prepared.digest,
    argumentsText: prepared.reported,
    onBehalfOf: request.onBehalfOf === undefined ? null : clip(request.onBehalfOf, 300),
    chain: (request.chain ?? []).slice(0, 16).map((agent) => clip(agent, 100)),
    checkpointId: facts.checkpointId,
    traceId: facts.traceId,
  };
}

export type OutcomeFacts = {
  id: string;
  callId: string;
  now: number;
  outcome: Outcome;
  durationMs: number | null;
  error: string | null;
};

export function outcomeEvent({ id, callId, now, outcome, durationMs, error }: OutcomeFacts): OutcomeEvent {
  const text = error === null ? null : clip(error, 2000);
  return { type: "outcome", id, callId, at: instant(now), outcome, durationMs, error: text };
}

const names = (list: readonly string[], max: number): string[] => list.slice(0, max).map((name) => clip(name, 200));

const clip = (text: string, max: number): string => printable(text, max).slice(0, max).toWellFormed();
