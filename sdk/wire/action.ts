/** The exact act that a checkpoint is about. Its digest is what people approve and what a grant permits. */
import { z } from "zod";
import { Signature } from "./bundle.ts";
import { Digest, Instant, JsonObject, OperationClass, ToolName } from "./words.ts";

export const Action = z.strictObject({
  format: z.literal(1),
  org: z.string(),
  agent: z.string(),
  pep: z.string(),
  tool: ToolName,
  pin: Digest.nullable(),
  operationClass: OperationClass,
  arguments: JsonObject,
  onBehalfOf: z.string().max(300).nullable(),
  chain: z.array(z.string()).max(16),
  /** Bundle revision under which the point held it. */
  revision: z.int().positive(),
  /** Chosen by the point for each held call, so that two identical calls are two actions. */
  nonce: z.string().min(16).max(64),
});
export type Action = z.infer<typeof Action>;

/** A signed, single-use permission for exactly one action. */
export const Grant = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  org: z.string(),
  checkpointId: z.string(),
  agent: z.string(),
  pep: z.string(),
  tool: ToolName,
  actionDigest: Digest,
  /** Checkpoint rules that it lifts, and no others. */
  rules: z.array(z.string()),
  issuedAt: Instant,
  expiresAt: Instant,
});
export type Grant = z.infer<typeof Grant>;
export const SignedGrant = z.strictObject({ grant: Grant, signature: Signature });
export type SignedGrant = z.infer<typeof SignedGrant>;
