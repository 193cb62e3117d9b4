/** What people ask the agent about a call that they have to decide, and its answer. */
import { z } from "zod";

export const Question = z.strictObject({ id: z.string().max(100), text: z.string().max(2000) });
export type Question = z.infer<typeof Question>;

/** On the stream. Deciding goes on meanwhile: the request ends when it would have ended. */
export const AskedEvent = z.strictObject({
  type: z.literal("checkpoint.asked"),
  checkpointId: z.string(),
  question: Question,
});

/** POST /v1/pep/checkpoints/{id}/answers: in the agent's own words, which nobody takes for more. Only the first one counts. */
export const AnswerInput = z.strictObject({ questionId: z.string().max(100), text: z.string().min(1).max(4000) });
export const AnswerOutput = z.strictObject({ accepted: z.boolean() });
