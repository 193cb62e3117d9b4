/** The shared decision cases as the kit asks them: with their policies as they travel in a bundle. */
import { z } from "zod";
import { BundleContent } from "../wire/bundle.ts";
import { Decision } from "../wire/decision.ts";
import type { KitCall } from "./subject.ts";
import { VECTORS } from "./vectors-data.ts";

const Vector = z.object({
  guarantee: z.string(),
  content: BundleContent,
  request: z.object({
    agentId: z.string(),
    tool: z.string(),
    arguments: z.custom<KitCall["arguments"]>((value) => typeof value === "object" && value !== null),
    onBehalfOf: z.string().optional(),
    chain: z.array(z.string()).optional(),
  }),
  /** Checkpoint rules that people have met; the call is approved for these. */
  lifted: z.array(z.string()).optional(),
  seenPin: z.string().nullable().optional(),
  expected: Decision.partial().required({ effect: true, code: true }),
});
export type Vector = z.infer<typeof Vector>;

export const vectors = (): Vector[] => z.array(Vector).parse(JSON.parse(VECTORS));
