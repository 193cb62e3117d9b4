/** Private to this folder: answers questions one after the other, and records what was decided before anybody hears it. */
import { type Ground, readGround } from "@/lib/checkpoints/ground";
import type { Ctx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { principalsOf } from "@/sdk/revoked";
import type { DecisionRequest } from "@/sdk/wire/decision";
import type { CallEvent } from "@/sdk/wire/protocol";
import type { OperationClass } from "@/sdk/wire/words";
import type { AccessDecision, Evaluation, Semantic } from "./contract";
import { followed } from "./follow-up";
import { judgeOn } from "./judge";
import { type Question, questionOf } from "./question";
import { type Answered, type Decided, recordAll } from "./record";

/** A question, or why it cannot be read. */
export type Asked = Evaluation | { error: string };

/** Stops early as the semantic says; what was not looked at has no answer. */
export async function answerAll(ctx: Ctx, asked: readonly Asked[], semantic: Semantic): Promise<AccessDecision[]> {
  const questions = asked.map((one) => ("error" in one ? one : { evaluation: one, question: questionOf(one) }));
  const read = questions.flatMap((one) => ("question" in one ? one.question : []));
  const ground = await readGround(ctx, concernedBy(read));
  const answers: AccessDecision[] = [];
  const events: CallEvent[] = [];
  for (const one of questions) {
    const { answer, event } = "error" in one ? unreadable(one.error) : await answerOne(ctx, ground, one);
    answers.push(answer);
    if (event) events.push(event);
    if (semantic === "deny_on_first_deny" && !answer.decision) break;
    if (semantic === "permit_on_first_permit" && answer.decision) break;
  }
  await recordAll(ctx, events);
  return answers;
}

const unreadable = (message: string): Answered => ({
  answer: { decision: false, context: { error: { status: 400, message } } },
  event: null,
});

export function concernedBy(questions: readonly Question[]) {
  const calls = questions.flatMap((one) => ("call" in one ? one.call : []));
  return {
    agents: [...new Set(calls.flatMap((call) => [...principalsOf(call)]))],
    tools: calls.map(({ tool }) => tool),
  };
}

type Understood = { evaluation: Evaluation; question: Question };

async function answerOne(ctx: Ctx, ground: Ground, { evaluation, question }: Understood): Promise<Answered> {
  if ("reason" in question) return { answer: { decision: false, context: question }, event: null };
  const { call } = question;
  const began = process.hrtime.bigint();
  const decision = judgeOn(ground, call);
  const decided: Decided = {
    id: newId("evaluation", ground.now),
    at: ground.now,
    call,
    decision,
    operationClass: operationClassOf(ground, call),
    decisionNs: Number(process.hrtime.bigint() - began),
    checkpointId: null,
  };
  const answered = await followed(ctx, evaluation, decided);
  // The activity is about registered agents: who is not one leaves no record there.
  return ground.agents.has(call.agentId) ? answered : { ...answered, event: null };
}

export const operationClassOf = ({ inForce }: Ground, call: DecisionRequest): OperationClass | null =>
  inForce?.content.tools.find(({ id }) => id === call.tool)?.operationClass ?? null;
