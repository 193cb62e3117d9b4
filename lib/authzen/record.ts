/** Private to this folder: what was decided for a caller goes into the activity as an enforcement point's decisions do. */
import { receiveEvents } from "@/lib/activity/receive-events";
import { storeEvents } from "@/lib/activity/store-events";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { callEvent } from "@/sdk/pep/call-events";
import { prepareArguments } from "@/sdk/pep/prepare-arguments";
import { redactor } from "@/sdk/pep/redact";
import type { Decision, DecisionRequest } from "@/sdk/wire/decision";
import type { CallEvent } from "@/sdk/wire/protocol";
import type { OperationClass } from "@/sdk/wire/words";
import { callerOf } from "./caller";
import type { AccessDecision } from "./contract";

export type Decided = {
  id: string;
  at: number;
  call: DecisionRequest;
  decision: Decision;
  operationClass: OperationClass | null;
  decisionNs: number | null;
  checkpointId: string | null;
};

/** `event` is what is still to be recorded. */
export type Answered = { answer: AccessDecision; event: CallEvent | null };

/** Secrets are hidden as at the points before anything is kept. */
const redact = redactor();

export function eventOf({ at, call, ...decided }: Decided): CallEvent {
  const request = { ...call, arguments: call.arguments, agentId: call.agentId };
  const prepared = prepareArguments(call.arguments, redact);
  return callEvent({ ...decided, now: at, request, prepared, enforced: true, traceId: null });
}

/** Answers after the commit: a decision that could not be recorded is not given. */
export async function recordAll(ctx: Ctx, events: readonly CallEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { id, name } = callerOf(ctx);
  const { orgId, requestId } = ctx;
  const results = await receiveEvents(events, (readable) =>
    transaction(ctx, async (tx) => {
      const report = { orgId, requestId, point: { id, name, agents: [] }, events: readable };
      return (await storeEvents(tx.db, [report]))[0] ?? [];
    }),
  );
  const lost = results.find(({ status }) => status !== "stored");
  if (!lost) return;
  throw new Refusal("internal", "The decision could not be recorded, so none is given.", {
    internal: `authzen: ${lost.status} ${lost.reason ?? ""}`,
  });
}
