/** What an audit pack says of itself. SHA256SUMS covers it, and the signature covers SHA256SUMS. */
import { z } from "zod";

export const PACK_FORMAT = "gatehouse-audit-pack/1";
export const SUMS = "SHA256SUMS";
export const SUMS_SIGNATURE = "SHA256SUMS.sig";
export const MANIFEST = "manifest.json";
/** The audit log's entries and the proofs of their places, as lines. */
export const AUDIT_ENTRIES = "audit/entries.ndjson.gz";
export const CERTIFICATES = "stops/certificates/";

export const PackManifest = z.object({
  format: z.literal(PACK_FORMAT),
  pack: z.string(),
  org: z.string(),
  framework: z.object({ id: z.string(), title: z.string() }),
  from: z.string(),
  to: z.string(),
  /** Empty: all. */
  agents: z.array(z.string()),
  asOf: z.string(),
  tree: z.object({ origin: z.string(), size: z.int(), checkpoint: z.string() }),
  keyId: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
  /** A sentence each. */
  notProven: z.array(z.string()),
});
export type PackManifest = z.infer<typeof PackManifest>;
