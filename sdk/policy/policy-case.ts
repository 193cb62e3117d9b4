/** A case beside the policies: what must be decided of one call. As the console keeps it, and as a file in a repository. */
import { z } from "zod";
import { Effect, JsonObject, RiskTier } from "../wire/words.ts";

/** An agent that is here, or one that has these attributes. */
const Principal = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("agent"), id: z.string() }),
  z.strictObject({
    kind: z.literal("attributes"),
    riskTier: RiskTier.default("medium"),
    environment: z.string().default("production"),
    provider: z.string().default("other"),
    framework: z.string().default(""),
    team: z.string().default(""),
    autonomy: z.string().default("supervised"),
    dataClasses: z.array(z.string()).default([]),
  }),
]);

export const PolicyCase = z.strictObject({
  name: z.string().min(1),
  principal: Principal,
  tool: z.string(),
  arguments: JsonObject,
  expected: Effect,
  /** Of a hold: the rule that must be among those that hold it. Null: whichever. */
  expectedRule: z.string().nullable().default(null),
});
export type PolicyCase = z.infer<typeof PolicyCase>;
