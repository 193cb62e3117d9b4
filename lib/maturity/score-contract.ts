/** The score as the API tells it: with what each stage contributes, so that nobody has to believe the sum. */
import { z } from "zod";

export const Step = z.enum(["observe", "enforce", "isolate"]);
export type Step = z.infer<typeof Step>;

export const StageScore = z.object({
  stage: Step,
  /** What the stage is worth when all of it is met. */
  worth: z.number(),
  met: z.int(),
  /** With those that are not built yet: they are asked for and cannot be met. */
  asked: z.int(),
  /** False while a stage before it is not reached: then it adds nothing. */
  counts: z.boolean(),
  earned: z.number(),
});
export type StageScore = z.infer<typeof StageScore>;

export const Score = z.object({ value: z.number().min(0).max(4), stages: z.array(StageScore) });
export type Score = z.infer<typeof Score>;
