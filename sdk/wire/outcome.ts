/** GET /v1/pep/checkpoints/{id}/outcome: whether a released call whose end nobody knew may be made again. */
import { z } from "zod";

export const OutcomeState = z.strictObject({
  checkpointId: z.string(),
  /** Only true once the end is known, or a person has said that it may. */
  mayRepeat: z.boolean(),
  /** One sentence, for the agent. */
  reason: z.string(),
});
export type OutcomeState = z.infer<typeof OutcomeState>;
