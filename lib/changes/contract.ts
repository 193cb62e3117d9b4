/** Changes that weaken enforcement: one person proposes, another confirms by passkey exactly what was proposed. */
import { z } from "zod";
import { changeReason } from "@/lib/audit/contract";
import { PasskeyAnswer } from "@/lib/identity/passkey-contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { Digest, Instant } from "@/sdk/wire/words";

/** After this a change that nobody confirmed is proposed anew, by whoever still wants it. */
export const CHANGE_WAITS_MS = 7 * 24 * 3_600_000;

export const ChangeKind = z.enum([
  "publication",
  "rule",
  "holdLimits",
  "oversight",
  "toolServer",
  "sandboxProfile",
  "isolation",
  "detection",
  "application",
  "signOn",
  "agent",
  "tool",
  "person",
  "team",
  "provider",
  "directory",
  "point",
  "finding",
  "suppression",
  "sink",
  "policyTest",
  "schedule",
  "evidence",
  "demo",
]);
export type ChangeKind = z.infer<typeof ChangeKind>;

export const Weakening = z.object({
  /** Which of the ways in the table of weakenings. */
  way: z.string(),
  sentence: z.string(),
});
export type Weakening = z.infer<typeof Weakening>;

/** overtaken: what it would have changed was changed otherwise meanwhile, so it can be confirmed no more. */
export const ChangeStatus = z.enum(["proposed", "confirmed", "withdrawn", "expired", "overtaken"]);
export type ChangeStatus = z.infer<typeof ChangeStatus>;

export const ChangeRequest = z.object({
  id: z.string(),
  kind: ChangeKind,
  title: z.string(),
  /** Over everything that is confirmed: what, over what, what becomes weaker, who asks and why. */
  digest: Digest,
  weakenings: z.array(Weakening),
  reason: z.string(),
  askedById: z.string(),
  askedByName: z.string(),
  askedAt: Instant,
  expiresAt: Instant,
  status: ChangeStatus,
  closedAt: Instant.nullable(),
  closedByName: z.string().nullable(),
  closedWhy: z.string().nullable(),
  /** Names of those who may confirm it. Empty: nobody can, until a second person joins. */
  confirmers: z.array(z.string()),
});
export type ChangeRequest = z.infer<typeof ChangeRequest>;

/** A part of what changes, as text. */
export const ChangedText = z.object({ title: z.string(), before: z.string(), after: z.string() });
export type ChangedText = z.infer<typeof ChangedText>;

/** What a command answers that may need a second person: it was done, or it is proposed. */
export const guarded = <Result extends z.ZodType>(result: Result) =>
  z.object({ done: result.nullable(), request: ChangeRequest.nullable() });

export const listChangesOp = operation({
  id: "changes.listChanges",
  http: "GET /v1/changes",
  permission: "change:read",
  summary: "List changes that weaken enforcement and need a second person, the newest first",
  input: z.strictObject({ ...pageInput, status: ChangeStatus.optional() }),
  output: pageOf(ChangeRequest),
});

export const getChangeOp = operation({
  id: "changes.getChange",
  http: "GET /v1/changes/{id}",
  permission: "change:read",
  summary: "Read a change that was proposed, with what it changes as text",
  input: z.strictObject({ id: idOf("changeRequest") }),
  output: ChangeRequest.extend({ texts: z.array(ChangedText) }),
});

const shown = { id: idOf("changeRequest"), digest: Digest };

export const beginConfirmationOp = operation({
  id: "changes.beginConfirmation",
  http: "POST /v1/changes/{id}/step-up",
  permission: "change:decide",
  summary: "Ask for a challenge that one's passkey is to sign before a weakening change is confirmed",
  input: z.strictObject(shown),
  output: z.object({ stepUpId: z.string(), options: z.looseObject({ challenge: z.string() }) }),
  errors: ["digest_mismatch", "conflict", "expired", "step_up_required"],
});

export const confirmChangeOp = operation({
  id: "changes.confirmChange",
  http: "POST /v1/changes/{id}/confirm",
  permission: "change:decide",
  summary: "Confirm, as another person and by passkey, a change that weakens enforcement; it takes effect at once",
  input: z.strictObject({ ...shown, stepUp: z.strictObject({ id: idOf("stepUp"), answer: PasskeyAnswer }) }),
  output: ChangeRequest,
  errors: ["digest_mismatch", "conflict", "expired", "step_up_refused"],
});

export const withdrawChangeOp = operation({
  id: "changes.withdrawChange",
  http: "POST /v1/changes/{id}/withdraw",
  permission: "change:decide",
  summary: "Withdraw a change that was proposed, or decline to confirm it",
  input: z.strictObject({
    id: idOf("changeRequest"),
    reason: changeReason,
  }),
  output: ChangeRequest,
  errors: ["conflict"],
});

/** What became of one thing, where an act is about several: see `one-by-one.ts`. */
export const ActResult = z.object({
  id: z.string(),
  /** same: it was so already. waits: a second person is asked. */
  outcome: z.enum(["done", "same", "waits", "refused"]),
  why: z.string().nullable(),
  /** The change that waits. */
  changeId: z.string().nullable(),
});
export type ActResult = z.infer<typeof ActResult>;
