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

const permission = {
  id: z.string(),
  org: z.string(),
  checkpointId: z.string(),
  agent: z.string(),
  pep: z.string(),
  tool: ToolName,
  /** Of the action that may run. */
  actionDigest: Digest,
  /** Checkpoint rules that it lifts, and no others. */
  rules: z.array(z.string()),
  issuedAt: Instant,
  expiresAt: Instant,
};

/** A signed, single-use permission for exactly the action that was held. */
export const PlainGrant = z.strictObject({ format: z.literal(1), ...permission });
export type PlainGrant = z.infer<typeof PlainGrant>;

/**
 * The same for the held action with other arguments, which people set. A format of its own, so that a point which does not
 * know it can make nothing of it, and never runs what was not approved.
 */
export const ChangedGrant = z.strictObject({
  format: z.literal(2),
  ...permission,
  /** Of the action as the point held it. */
  heldDigest: Digest,
  /** Canonical JSON of the arguments that may run: with them in it, the held action has `actionDigest`. */
  arguments: z.string(),
});
export type ChangedGrant = z.infer<typeof ChangedGrant>;

export const Grant = z.discriminatedUnion("format", [PlainGrant, ChangedGrant]);
export type Grant = z.infer<typeof Grant>;
export const SignedGrant = z.strictObject({ grant: Grant, signature: Signature });
export type SignedGrant = z.infer<typeof SignedGrant>;
