/** Reading the audit log. Entries are written by verbs and by nothing else. */
import { z } from "zod";
import { operation, pageOf } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

/**
 * Postgres text holds neither NUL nor half a surrogate pair. What a person types or searches for is refused by name when it
 * carries them; what a machine reports is made storable instead, so that nothing becomes unrecordable.
 */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
export const notStorable = "contains NUL or half a character";
/** Why a change that weakens is wanted; asked for only then. */
export const changeReason = z.string().trim().max(500).refine(isStorable, notStorable).default("");
/** Refusals of acts that take a second person where they weaken: see `lib/changes/guarded-command.ts`. */
export const guardedErrors = ["reason_required", "second_person"] as const;
/** Of such an act that waits: the change that was proposed, and who can confirm it. */
export const Waiting = z.object({ id: z.string(), digest: z.string(), confirmers: z.array(z.string()) });
/** An instant that a time range may start or end with. */
export const RangeInstant = Instant.refine((instant) => Date.parse(instant) >= 0, "a time since 1970");

const Word = (max: number) => z.string().max(max).refine(isStorable, notStorable);

export const AuditEntry = z.object({
  seq: z.int(),
  id: z.string(),
  at: Instant,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  requestId: z.string(),
  /** Canonical JSON of the whole entry: the bytes under the hash. Empty once the payload was erased. */
  leaf: z.string(),
  /** RFC 6962 leaf hash, hex. */
  leafHash: z.string(),
  /** Its place in the tree; null until it is sealed. */
  index: z.int().nonnegative().nullable(),
  erased: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditFilters = z.strictObject({
  /** Sequence number of the last entry of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, "not a cursor that this list gave out: start again without it")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  action: Word(60).optional(),
  targetId: Word(200).optional(),
  actorId: Word(100).optional(),
  from: RangeInstant.optional(),
  to: RangeInstant.optional(),
});
export type AuditFilters = z.input<typeof AuditFilters>;

export const listAuditOp = operation({
  id: "audit.listEntries",
  http: "GET /v1/audit",
  permission: "audit:read",
  summary: "List audit entries, newest first, with the bytes that their leaf hash covers",
  input: AuditFilters,
  output: pageOf(AuditEntry),
});
