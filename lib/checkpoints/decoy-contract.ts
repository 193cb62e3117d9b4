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
  /** Set at its end: people had put something else in that argument's place, so whoever approved it then had seen it. */
  putRight: z.boolean().default(false),
});
export type Decoy = z.infer<typeof Decoy>;

/** What a request was from its first entry on, told once it has ended. See docs/decision-quality.md. */
export const Nature = z.enum(["request", "decoy"]);
export type Nature = z.infer<typeof Nature>;
export const NatureTold = z.object({ nature: Nature, salt: z.string(), commitment: z.string() });

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
