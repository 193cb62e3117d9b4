/** The containment certificate: what is proven of a stop order, for someone who trusts neither the console nor its database. */
import { z } from "zod";
import { ProbeStatement } from "./protocol.ts";
import { Instant } from "./words.ts";

export const CertifiedPoint = z.strictObject({
  pep: z.string(),
  name: z.string(),
  /** When the console had the point's confirmation, by its database's clock, and how long after the order; null without one. */
  acknowledgedAt: Instant.nullable(),
  acknowledgedMs: z.number().nonnegative().nullable(),
  /** Calls that the point says it ended; null when it did not say. */
  cancelled: z.int().nonnegative().nullable(),
  /** The point's own words to a probe, signed with its own key; null without an answer. */
  probe: z
    .strictObject({
      statement: ProbeStatement,
      /** Base64, Ed25519 over the canonical JSON of `statement`. */
      signature: z.string(),
      publicKey: z.string(),
    })
    .nullable(),
  reachable: z.boolean(),
  /** When an unreachable point stops by itself; null for reachable ones, and where it is not known. */
  leaseEndsAt: Instant.nullable(),
});
export type CertifiedPoint = z.infer<typeof CertifiedPoint>;

export const CertificateBody = z.strictObject({
  format: z.literal("gatehouse-containment-1"),
  org: z.string(),
  certificate: z.string(),
  order: z.string(),
  /** Made for a rehearsal with a canary agent. */
  drill: z.boolean(),
  status: z.enum(["killed", "suspended", "retired", "revoked"]),
  scope: z.record(z.string(), z.unknown()),
  subject: z.string(),
  agents: z.array(z.string()),
  reason: z.string(),
  orderedBy: z.string(),
  orderedAt: Instant,
  issuedAt: Instant,
  points: z.array(CertifiedPoint),
  /** What is not proven, a sentence each. Empty means that every point has refused. */
  missing: z.array(z.string()),
});
export type CertificateBody = z.infer<typeof CertificateBody>;

/** As it is downloaded. `certificate` is the text that was signed, so that a verifier needs no canonical JSON of its own. */
export const CertificateFile = z.object({
  certificate: z.string(),
  signature: z.string(),
  keyId: z.string(),
  publicKey: z.string(),
});
export type CertificateFile = z.infer<typeof CertificateFile>;
