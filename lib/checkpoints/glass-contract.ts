/** Letting one held request through without the people whom it waits for: loud, reasoned, and reviewed by somebody else. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { PasskeyAnswer } from "@/lib/identity/passkey-contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Digest, Instant } from "@/sdk/wire/words";

export const REVIEW_WITHIN_HOURS = 24;

export const BreakGlassVerdict = z.enum(["justified", "unjustified"]);
export type BreakGlassVerdict = z.infer<typeof BreakGlassVerdict>;

export const BreakGlass = z.object({
  id: z.string(),
  checkpointId: z.string(),
  agentId: z.string(),
  agentName: z.string(),
  tool: z.string(),
  digest: Digest,
  reason: z.string(),
  grantedById: z.string(),
  grantedByName: z.string(),
  at: Instant,
  reviewDueAt: Instant,
  overdue: z.boolean(),
  review: z
    .object({ byId: z.string(), byName: z.string(), at: Instant, verdict: BreakGlassVerdict, reason: z.string() })
    .nullable(),
});
export type BreakGlass = z.infer<typeof BreakGlass>;

const why = z
  .string()
  .trim()
  .min(10, "say why in a sentence: it is read in the review")
  .max(1000)
  .refine(isStorable, notStorable);
const shown = { id: idOf("checkpoint"), digest: Digest };

export const beginBreakGlassOp = operation({
  id: "checkpoints.beginBreakGlass",
  http: "POST /v1/checkpoints/{id}/break-glass/step-up",
  permission: "checkpoint:breakGlass",
  summary: "Ask for a challenge that one's passkey is to sign before the glass is broken",
  input: z.strictObject(shown),
  output: z.object({ stepUpId: z.string(), options: z.looseObject({ challenge: z.string() }) }),
  errors: ["digest_mismatch", "already_decided", "expired", "step_up_required"],
});

export const breakGlassOp = operation({
  id: "checkpoints.breakGlass",
  http: "POST /v1/checkpoints/{id}/break-glass",
  permission: "checkpoint:breakGlass",
  summary:
    "Let one held request through without the people whom it waits for; it alarms, and somebody else must review it. It lifts no forbid, kill or revocation",
  input: z.strictObject({
    ...shown,
    reason: why,
    stepUp: z.strictObject({ id: idOf("stepUp"), answer: PasskeyAnswer }),
  }),
  /** Null where it was a decoy: nothing was let through, so there is nothing to review. */
  output: BreakGlass.nullable(),
  errors: ["digest_mismatch", "already_decided", "expired", "policy_changed", "step_up_refused"],
});

export const listBreakGlassOp = operation({
  id: "checkpoints.listBreakGlass",
  http: "GET /v1/break-glass",
  permission: "checkpoint:read",
  summary: "List every time that the glass was broken, the newest first, with its review",
  input: z.strictObject(pageInput),
  output: pageOf(BreakGlass),
});

export const reviewBreakGlassOp = operation({
  id: "checkpoints.reviewBreakGlass",
  http: "POST /v1/break-glass/{id}/review",
  permission: "breakGlass:review",
  summary: "Close the review of a broken glass with a verdict and a reason; never by the person who broke it",
  input: z.strictObject({ id: idOf("breakGlass"), verdict: BreakGlassVerdict, reason: why }),
  output: BreakGlass,
  errors: ["conflict"],
});
