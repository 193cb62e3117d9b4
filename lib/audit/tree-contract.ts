/** The audit log as a tree that anyone can check: its signed heads, proofs, verification, and erasure that leaves the tree whole. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation, pageOf } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";
import { guardedErrors, isStorable, notStorable } from "./contract";

const Size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const TreeHead = z.object({
  size: z.int().nonnegative(),
  /** Hex. */
  root: z.string(),
  at: Instant,
  keyId: z.string(),
  /** C2SP checkpoint: what was signed, and the signature. */
  checkpoint: z.string(),
});
export type TreeHead = z.infer<typeof TreeHead>;

export const AuditTree = z.object({
  /** Name of the log in its heads. */
  origin: z.string(),
  head: TreeHead.nullable(),
  /** Entries that are written and not sealed yet. */
  waiting: z.int().nonnegative(),
});
export type AuditTree = z.infer<typeof AuditTree>;

export const getTreeOp = operation({
  id: "audit.getTree",
  http: "GET /v1/audit/tree-head",
  permission: "audit:read",
  summary: "The newest signed tree head of the audit log, and how many entries wait to be sealed",
  input: Nothing,
  output: AuditTree,
});

export const listTreeHeadsOp = operation({
  id: "audit.listTreeHeads",
  http: "GET /v1/audit/tree-heads",
  permission: "audit:read",
  summary: "List signed tree heads, newest first; or, after a size, oldest first",
  input: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{1,15}$/, "not a cursor that this list gave out")
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** Only heads of larger trees than this, in the order in which they were signed: what a copy is still missing. */
    after: Size.optional(),
  }),
  output: pageOf(TreeHead),
});

const Hashes = z.array(z.string());

export const InclusionProof = z.object({
  entryId: z.string(),
  index: z.int().nonnegative(),
  size: z.int().positive(),
  /** Hex. */
  leafHash: z.string(),
  /** Base64, from the leaf upwards. */
  hashes: Hashes,
  /** The same with the signed head, as a C2SP tlog-proof file. */
  proof: z.string(),
});

export const getInclusionProofOp = operation({
  id: "audit.getInclusionProof",
  http: "GET /v1/audit/{id}/proof",
  permission: "audit:read",
  summary: "Prove that an entry is sealed in the audit log, against the newest head or the head of a stated size",
  input: z.strictObject({ id: idOf("auditEntry"), size: Size.optional() }),
  output: InclusionProof,
  errors: ["not_found", "conflict"],
});

export const getConsistencyProofOp = operation({
  id: "audit.getConsistencyProof",
  http: "GET /v1/audit/consistency",
  permission: "audit:read",
  summary: "Prove that the audit log at one size is the beginning of the log at a later one",
  input: z.strictObject({ from: Size, to: Size.optional() }),
  output: z.object({ from: z.int(), to: z.int(), hashes: Hashes }),
  errors: ["not_found"],
});

export const ErasureReason = z.string().trim().min(1).max(500).refine(isStorable, notStorable);

export const eraseEntryOp = operation({
  id: "audit.eraseEntry",
  http: "POST /v1/audit/{id}/erase",
  permission: "audit:erase",
  summary: "Erase the payload of an entry for good, keeping its place and hash, so that the log still verifies",
  input: z.strictObject({ id: idOf("auditEntry"), reason: ErasureReason }),
  output: z.object({ id: z.string(), index: z.int().nonnegative(), leafHash: z.string() }),
  errors: ["not_found", "conflict", ...guardedErrors],
});

export const AuditCheck = z.object({
  id: z.string(),
  status: z.enum(["waiting", "running", "passed", "failed", "broken"]),
  askedBy: z.string(),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** Signed heads that were compared with the tree. */
  heads: z.int().nonnegative(),
  /** The first place that does not hold. */
  badIndex: z.int().nonnegative().nullable(),
  fault: z.string().nullable(),
});
export type AuditCheck = z.infer<typeof AuditCheck>;

export const startCheckOp = operation({
  id: "audit.startCheck",
  http: "POST /v1/audit/checks",
  permission: "audit:read",
  summary:
    "Have the worker recompute the whole audit log; a check that is under way is answered instead of a second one",
  input: Nothing,
  output: AuditCheck,
});

export const getCheckOp = operation({
  id: "audit.getCheck",
  http: "GET /v1/audit/checks",
  permission: "audit:read",
  summary: "The newest verification of the audit log, with its progress",
  input: Nothing,
  output: z.object({ check: AuditCheck.nullable() }),
});
