/** Private to this folder: answers questions one after the other, and records what was decided before anybody hears it. */
import { type Ground, readGround } from "@/lib/checkpoints/ground";
import type { Ctx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { principalsOf } from "@/sdk/revoked";
import type { Decision, DecisionRequest } from "@/sdk/wire/decision";
import type { CallEvent } from "@/sdk/wire/protocol";
import type { OperationClass } from "@/sdk/wire/words";
import type { AccessDecision, Evaluation, Semantic } from "./contract";
import { judgeOn } from "./judge";
import { type Question, questionOf } from "./question";
import { eventOf, recordAll } from "./record";

/** A question, or why it cannot be read. */
export type Asked = Evaluation | { error: string };

/** Stops early as the semantic says; what was not looked at has no answer. */
export async function answerAll(ctx: Ctx, asked: readonly Asked[], semantic: Semantic): Promise<AccessDecision[]> {
  const questions = asked.map((one) => ("error" in one ? one : { evaluation: one, question: questionOf(one) }));
  const ground = await readGround(
    ctx,
    concernedBy(questions.flatMap((one) => ("question" in one ? one.question : []))),
  );
  const answers: AccessDecision[] = [];
  const events: CallEvent[] = [];
  for (const one of questions) {
    const { answer, event } = "error" in one ? { answer: unreadable(one.error), event: null } : answerOne(ground, one);
    answers.push(answer);
    if (event) events.push(event);
    if (semantic === "deny_on_first_deny" && !answer.decision) break;
    if (semantic === "permit_on_first_permit" && answer.decision) break;
  }
  await recordAll(ctx, events);
  return answers;
}

const unreadable = (message: string): AccessDecision => ({
  decision: false,
  context: { error: { status: 400, message } },
});

export function concernedBy(questions: readonly Question[]) {
  const calls = questions.flatMap((one) => ("call" in one ? one.call : []));
  return {
    agents: [...new Set(calls.flatMap((call) => [...principalsOf(call)]))],
    tools: calls.map(({ tool }) => tool),
  };
}

type Understood = { evaluation: Evaluation; question: Question };
type Answered = { answer: AccessDecision; event: CallEvent | null };

function answerOne(ground: Ground, { question }: Understood): Answered {
  if ("reason" in question) return { answer: { decision: false, context: question }, event: null };
  const { call } = question;
  const began = process.hrtime.bigint();
  const decision = judgeOn(ground, call);
  const decisionNs = Number(process.hrtime.bigint() - began);
  const decided = {
    id: newId("evaluation", ground.now),
    at: ground.now,
    call,
    decision,
    operationClass: operationClassOf(ground, call),
    decisionNs,
    checkpointId: null,
  };
  // The activity is about registered agents: who is not one leaves no record there.
  const event = ground.agents.has(call.agentId) ? eventOf(decided) : null;
  return { answer: { decision: decision.effect === "allow", context: contextOf(decided, decision) }, event };
}

export const operationClassOf = ({ inForce }: Ground, call: DecisionRequest): OperationClass | null =>
  inForce?.content.tools.find(({ id }) => id === call.tool)?.operationClass ?? null;

function contextOf({ id, at }: { id: string; at: number }, decision: Decision): AccessDecision["context"] {
  return {
    evaluation_id: id,
    evaluated_at: new Date(at).toISOString(),
    reason: decision.code,
    message: decision.reason,
    policy_revision: decision.revision,
    ...(decision.effect === "hold" ? { approval_required: true } : {}),
  };
}
