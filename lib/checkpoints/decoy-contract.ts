/** What a decoy is, as it is told once it has ended. */
import { z } from "zod";

export const DecoyRecipe = z.enum(["amount", "receiver", "path", "host"]);
export type DecoyRecipe = z.infer<typeof DecoyRecipe>;

export const Decoy = z.object({
  recipe: DecoyRecipe,
  /** Why it ought to have been refused, in a sentence. */
  sentence: z.string(),
  /** Which argument was changed, and from what to what. */
  argument: z.string(),
  before: z.string(),
  after: z.string(),
  /** The request whose recorded action was copied. */
  madeFrom: z.string(),
});
export type Decoy = z.infer<typeof Decoy>;

/** Where a second reviewer was added to a stage because of whom it could have been left to. */
export const SecondReview = z.object({
  /** Place of the stage, from 0. */
  stage: z.int(),
  /** False: nobody else was there, so the stage stayed as its rule says. */
  added: z.boolean(),
  /** The helping role was added to the stage's groups. */
  helped: z.boolean(),
});
export type SecondReview = z.infer<typeof SecondReview>;
