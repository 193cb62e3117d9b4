/** Reading the audit log. Entries are written by verbs and by nothing else. */
import { z } from "zod";
import { operation, pageOf } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

export const AuditEntry = z.object({
  seq: z.int(),
  id: z.string(),
  at: Instant,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  requestId: z.string(),
  /** Canonical JSON of the whole entry: the bytes under the hash. */
  leaf: z.string(),
  /** RFC 6962 leaf hash, hex. */
  leafHash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditFilters = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  action: z.string().max(60).optional(),
  targetId: z.string().max(200).optional(),
  actorId: z.string().max(100).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
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
