/**
 * The signed policy bundle. `content` travels as the exact text that was hashed, so a verifier needs no parser to check it:
 * sha256(content) equals manifest.contentDigest, and the signature covers the canonical JSON of the manifest.
 */
import { z } from "zod";
import { AgentStatus, Digest, Instant, JsonObject, Mode, OperationClass, Reversibility, RiskTier } from "./words.ts";

export const BundlePolicy = z.strictObject({
  /** Stable id, as in `@id`. */
  id: z.string(),
  title: z.string(),
  version: z.int().positive(),
  effect: z.enum(["permit", "forbid"]),
  /** Set on a forbid that means "not without people": the checkpoint rule's id. */
  checkpoint: z.string().nullable(),
  mode: Mode,
  /** Cedar's JSON policy format (EST). */
  cedar: JsonObject,
});
export type BundlePolicy = z.infer<typeof BundlePolicy>;

/** An edge that the owners of both agents signed off: the agent that carries it may act through `to`, within these bounds. */
export const BundleDelegation = z.strictObject({
  to: z.string(),
  operationClasses: z.array(OperationClass),
  /** Classes of data; the agent that makes the call may touch no other. */
  dataClasses: z.array(z.string()),
  until: Instant,
});
export type BundleDelegation = z.infer<typeof BundleDelegation>;

export const BundleAgent = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: AgentStatus,
  riskTier: RiskTier,
  environment: z.string(),
  provider: z.string(),
  framework: z.string(),
  team: z.string(),
  autonomy: z.string(),
  dataClasses: z.array(z.string()),
  /** Left out where there is none. */
  delegations: z.array(BundleDelegation).optional(),
});
export type BundleAgent = z.infer<typeof BundleAgent>;

export const BundleTool = z.strictObject({
  /** `server/name`. */
  id: z.string(),
  server: z.string(),
  name: z.string(),
  operationClass: OperationClass,
  reversibility: Reversibility,
  /** Digest of the approved definition; null when the tool has no definition to pin (a plain function). */
  pin: Digest.nullable(),
  /** JSON Schema of the arguments; null when unknown, and then policies cannot read arguments. */
  inputSchema: JsonObject.nullable(),
});
export type BundleTool = z.infer<typeof BundleTool>;

export const BundleRule = z.strictObject({
  id: z.string(),
  title: z.string(),
  expiresInSeconds: z.int().positive(),
});
export type BundleRule = z.infer<typeof BundleRule>;

/** The boundary of a sandbox that the organisation holds. Read by `sdk/sandbox/profile.ts` where it is used. */
export const BundleProfile = z.strictObject({
  name: z.string(),
  version: z.int().positive(),
  profile: JsonObject,
});
export type BundleProfile = z.infer<typeof BundleProfile>;

/** Seconds after the last word from the gateway during which a point may still decide, per risk tier of the agent. */
export const OfflineContract = z.strictObject({
  low: z.int().nonnegative(),
  medium: z.int().nonnegative(),
  high: z.int().nonnegative(),
  critical: z.int().nonnegative(),
});
export type OfflineContract = z.infer<typeof OfflineContract>;

export const BundleContent = z.strictObject({
  format: z.literal(1),
  policies: z.array(BundlePolicy),
  agents: z.array(BundleAgent),
  tools: z.array(BundleTool),
  rules: z.array(BundleRule),
  offline: OfflineContract,
  /** Left out where there is none. */
  sandboxProfiles: z.array(BundleProfile).optional(),
});
export type BundleContent = z.infer<typeof BundleContent>;

export const BundleManifest = z.strictObject({
  format: z.literal(1),
  org: z.string(),
  revision: z.int().positive(),
  /** A point that holds an older revision than this must not decide by it. */
  minimumRevision: z.int().positive(),
  createdAt: Instant,
  contentDigest: Digest,
});
export type BundleManifest = z.infer<typeof BundleManifest>;

export const Signature = z.strictObject({
  keyId: z.string(),
  algorithm: z.literal("Ed25519"),
  /** Base64 of 64 bytes, over the UTF-8 bytes of the canonical JSON of what is signed. */
  value: z.base64(),
});
export type Signature = z.infer<typeof Signature>;

export const SignedBundle = z.strictObject({ manifest: BundleManifest, content: z.string(), signature: Signature });
export type SignedBundle = z.infer<typeof SignedBundle>;

export const TrustKey = z.strictObject({
  keyId: z.string(),
  /** Ed25519 public key, SubjectPublicKeyInfo in PEM: what `openssl pkey -pubin` reads. */
  publicKey: z.string(),
});
export type TrustKey = z.infer<typeof TrustKey>;
