/** Private to this folder: answers questions one after the other, and records what was decided before anybody hears it. */
import { judgeApplication, type LoadedApplication } from "@/lib/applications/judge";
import { type Ground, readGround } from "@/lib/checkpoints/ground";
import type { Ctx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { principalsOf } from "@/sdk/revoked";
import type { DecisionRequest } from "@/sdk/wire/decision";
import type { CallEvent } from "@/sdk/wire/protocol";
import type { OperationClass } from "@/sdk/wire/words";
import { type Applications, applicationsFor } from "./applications";
import type { AccessDecision, Evaluation, Semantic } from "./contract";
import { followed } from "./follow-up";
import { judgeOn } from "./judge";
import { type Question, questionOf } from "./question";
import { type Answered, type Decided, recordAll } from "./record";

/** A question, or why it cannot be read. */
export type Asked = Evaluation | { error: string };

/** Stops early as the semantic says; what was not looked at has no answer. */
export async function answerAll(ctx: Ctx, asked: readonly Asked[], semantic: Semantic): Promise<AccessDecision[]> {
  const applications = await applicationsFor(
    ctx,
    asked.flatMap((one) => ("error" in one ? [] : one)),
  );
  const questions = asked.map((one) => ("error" in one ? one : understood(one, applications)));
  const read = questions.flatMap((one) => ("question" in one ? one.question : []));
  const ground = read.some((one) => "call" in one) ? await readGround(ctx, concernedBy(read)) : null;
  const answers: AccessDecision[] = [];
  const events: CallEvent[] = [];
  for (const one of questions) {
    const { answer, event } = await answerTo(ctx, ground, one);
    answers.push(answer);
    if (event) events.push(event);
    if (semantic === "deny_on_first_deny" && !answer.decision) break;
    if (semantic === "permit_on_first_permit" && answer.decision) break;
  }
  await recordAll(ctx, events);
  return answers;
}

type Understood = { evaluation: Evaluation; question: Question };
type Read = Understood | { evaluation: Evaluation; application: LoadedApplication } | { error: string };

function understood(evaluation: Evaluation, applications: Applications): Read {
  const application = applications.answering(evaluation.subject.type, evaluation.resource.type);
  return application ? { evaluation, application } : { evaluation, question: questionOf(evaluation) };
}

async function answerTo(ctx: Ctx, ground: Ground | null, one: Read): Promise<Answered> {
  if ("error" in one) return unreadable(one.error);
  if ("application" in one) return { answer: answerOf(one.application, one.evaluation), event: null };
  const { question } = one;
  if ("reason" in question) return { answer: { decision: false, context: question }, event: null };
  if (!ground) throw new Error("a call is judged without what decides it");
  return answerOne(ctx, ground, one.evaluation, question.call);
}

function answerOf(application: LoadedApplication, evaluation: Evaluation): AccessDecision {
  const { decision, ...why } = judgeApplication(application, evaluation);
  return { decision, context: { ...why, application: application.id, version: application.version } };
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

async function answerOne(ctx: Ctx, ground: Ground, evaluation: Evaluation, call: DecisionRequest): Promise<Answered> {
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
