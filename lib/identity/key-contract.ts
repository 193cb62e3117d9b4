/** Replacing the key with which the organisation signs. */
import { z } from "zod";
import { operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

/** A day lets every point that is on at all hear of the new key. */
const USUAL_OVERLAP_HOURS = 24;
const LONGEST_OVERLAP_HOURS = 90 * 24;

export const rotateSigningKeyOp = operation({
  id: "identity.rotateSigningKey",
  http: "POST /v1/organisation/signing-keys/rotate",
  permission: "signingKey:rotate",
  summary:
    "Sign with a new key from now on; the old one stays trusted for the overlap, and the policies in force are signed anew",
  input: z.strictObject({
    reason: z.string().trim().min(1, "say why").max(500),
    /** How long points go on trusting the keys before it. 0 when one of them has leaked. */
    overlapHours: z.int().min(0).max(LONGEST_OVERLAP_HOURS).default(USUAL_OVERLAP_HOURS),
  }),
  output: z.object({
    keyId: z.string(),
    /** When the keys before it are trusted no more. */
    retiresAt: Instant,
    /** The bundle that the new key signed; null when nothing was ever published. */
    revision: z.int().nullable(),
  }),
});
