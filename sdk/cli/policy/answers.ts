/** What the console answers about policies, as far as this command reads it. */
import { z } from "zod";
import { PolicyCase } from "../../policy/policy-case.ts";

export const Policies = z.object({
  items: z.array(
    z.object({
      slug: z.string(),
      title: z.string(),
      status: z.enum(["draft", "active", "disabled"]),
      current: z.object({ text: z.string() }),
    }),
  ),
  revision: z.int().nullable(),
});

export const Cases = z.object({ items: z.array(z.object(PolicyCase.shape)) });

const Outcome = z.object({ effect: z.string() });
export const Review = z.object({
  published: z.int().nullable(),
  draft: z.string(),
  changes: z.array(
    z.object({
      slug: z.string(),
      kind: z.enum(["added", "changed", "removed"]),
      before: z.string(),
      after: z.string(),
    }),
  ),
  meaning: z
    .object({
      calls: z.int(),
      sampled: z.boolean(),
      shifts: z.array(
        z.object({
          shift: z.string(),
          pairs: z.int(),
          agents: z.int(),
          tools: z.int(),
          examples: z.array(
            z.object({
              agentName: z.string(),
              tool: z.string(),
              arguments: z.string(),
              before: Outcome,
              after: Outcome,
            }),
          ),
        }),
      ),
    })
    .nullable(),
  problem: z.string().nullable(),
  tests: z.array(z.object({ name: z.string(), passed: z.boolean(), why: z.string() })),
  weakenings: z.array(z.object({ sentence: z.string() })),
  takesTwo: z.boolean(),
  confirmers: z.array(z.string()),
});
export type Review = z.infer<typeof Review>;

export const Told = z.object({
  created: z.array(z.string()),
  edited: z.array(z.string()),
  disabled: z.array(z.string()),
  unchanged: z.int(),
  review: Review,
});

export const Publication = z.object({
  done: z.object({ revision: z.int(), rollOut: z.string().nullish() }).nullable(),
  request: z.object({ id: z.string(), confirmers: z.array(z.string()) }).nullable(),
});

export const RollOuts = z.object({ items: z.array(z.object({ id: z.string() })) });
export const RollOut = z.object({
  id: z.string(),
  status: z.string(),
  why: z.string().nullable(),
  revision: z.int(),
  startedByName: z.string(),
  rings: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      points: z.int(),
      acknowledged: z.int(),
      counts: z.object({ judged: z.int(), newlyDenied: z.int(), newlyHeld: z.int(), errors: z.int() }),
    }),
  ),
});
