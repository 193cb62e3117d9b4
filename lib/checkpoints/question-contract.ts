/** Questions about a request, and answers to them. They decide nothing and stop no clock. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { operation } from "@/lib/shared/operation";
import { AnswerInput, AnswerOutput } from "@/sdk/wire/question";
import { Instant } from "@/sdk/wire/words";

export const Remark = z.object({
  id: z.string(),
  authorKind: z.enum(["person", "agent"]),
  authorName: z.string(),
  /** Untrusted where an agent wrote it. */
  text: z.string(),
  at: Instant,
});
export const QuestionThread = Remark.extend({
  /** The agent was asked as well. */
  toAgent: z.boolean(),
  answers: z.array(Remark),
});
export type QuestionThread = z.infer<typeof QuestionThread>;

export const QuestionList = z.object({
  questions: z.array(QuestionThread),
  /** Why the person asking cannot ask; null when they can. */
  cannotAsk: z.string().nullable(),
  cannotAnswer: z.string().nullable(),
  /** The program that asks can put a question to its agent. */
  agentCanBeAsked: z.boolean(),
});
export type QuestionList = z.infer<typeof QuestionList>;

const Text = z.string().trim().min(1, "write something").max(2000);

export const listQuestionsOp = operation({
  id: "checkpoints.listQuestions",
  http: "GET /v1/checkpoints/{id}/questions",
  permission: "checkpoint:read",
  summary: "Read what was asked and answered about a request",
  input: z.strictObject({ id: idOf("checkpoint") }),
  output: QuestionList,
});

export const askQuestionOp = operation({
  id: "checkpoints.askQuestion",
  http: "POST /v1/checkpoints/{id}/questions",
  permission: "checkpoint:decide",
  summary: "Ask something about a request: its agent's owners, those who decide, and, where it can be asked, the agent",
  input: z.strictObject({ id: idOf("checkpoint"), text: Text, toAgent: z.boolean().default(false) }),
  output: QuestionList,
  errors: ["already_decided", "expired", "conflict", "rate_limited"],
});

export const answerQuestionOp = operation({
  id: "checkpoints.answerQuestion",
  http: "POST /v1/checkpoints/{id}/answers",
  permission: "checkpoint:decide",
  summary: "Answer a question about a request, as an owner of its agent or as somebody who decides",
  input: z.strictObject({ id: idOf("checkpoint"), questionId: idOf("remark"), text: Text }),
  output: QuestionList,
  errors: ["already_decided", "expired", "rate_limited"],
});

export const reportAnswerOp = operation({
  id: "checkpoints.reportAnswer",
  http: "POST /v1/pep/checkpoints/{id}/answers",
  serve: "gateway",
  permission: "point:report",
  summary: "Hand in the agent's answer to a question about a call of this point; only the first counts",
  input: AnswerInput.extend({ id: idOf("checkpoint") }),
  verbatim: ["text"],
  output: AnswerOutput,
  errors: ["already_decided"],
});
