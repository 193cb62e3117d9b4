/** What agents prove themselves with: the keys of their own points, and what people recorded of credentials elsewhere. */
import { z } from "zod";
import { isStorable, notStorable } from "@/lib/audit/contract";
import { idOf } from "@/lib/shared/ids";
import { operation, pageInput, pageOf } from "@/lib/shared/operation";
import { AgentStatus, Digest, Instant } from "@/sdk/wire/words";

const Text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, notStorable);

export const CredentialKind = z.enum([
  "api_key",
  "oauth_client",
  "service_account",
  "key_pair",
  "certificate",
  "spiffe",
  "user_account",
]);
export type CredentialKind = z.infer<typeof CredentialKind>;

/** How it stands now; the first that applies. */
export const CredentialState = z.enum(["ended", "shared", "expired", "due", "held"]);
export type CredentialState = z.infer<typeof CredentialState>;

export const Credential = z.object({
  id: z.string(),
  agent: z.object({ id: z.string(), name: z.string(), status: AgentStatus }),
  kind: CredentialKind,
  name: z.string(),
  system: z.string(),
  fingerprint: Digest,
  scope: z.string(),
  expiresAt: Instant.nullable(),
  rotateDays: z.int().nullable(),
  /** When it has to be rotated at the latest, by its age; null where nothing was asked for. */
  rotateBy: Instant.nullable(),
  recordedAt: Instant,
  recordedByName: z.string(),
  replacesId: z.string().nullable(),
  state: CredentialState,
  /** How many other agents hold the same one now. */
  sharing: z.int(),
  /** Those of them that whoever reads this may see. */
  sharedWith: z.array(z.object({ id: z.string(), name: z.string() })),
  ended: z
    .object({ at: Instant, how: z.enum(["rotated", "revoked"]), proof: z.string(), byName: z.string() })
    .nullable(),
  /** Whoever reads this may rotate and revoke it. */
  yours: z.boolean(),
});
export type Credential = z.infer<typeof Credential>;

const facts = {
  kind: CredentialKind,
  name: Text(120),
  system: Text(200),
  scope: z.string().trim().max(1000).refine(isStorable, notStorable).default(""),
};
const times = {
  fingerprint: Digest,
  expiresAt: Instant.nullable().default(null),
  rotateDays: z.int().min(1).max(3650).nullable().default(null),
};

export const CredentialFilters = z.strictObject({
  ...pageInput,
  agentId: idOf("agent").optional(),
  state: CredentialState.optional(),
  /** What is held now, unless those that ended are asked for too. */
  ended: z.enum(["with", "without"]).default("without"),
});
export type CredentialFilters = z.input<typeof CredentialFilters>;

export const listCredentialsOp = operation({
  id: "credentials.listCredentials",
  http: "GET /v1/credentials",
  units: "scoped",
  permission: "agent:read",
  summary: "List what agents hold, the newest first, with who shares one and what is expired or due for rotation",
  input: CredentialFilters,
  output: pageOf(Credential),
});

export const recordCredentialOp = operation({
  id: "credentials.recordCredential",
  http: "POST /v1/agents/{id}/credentials",
  creates: true,
  permission: "agent:edit",
  summary: "Record a credential that an agent holds elsewhere, by its fingerprint; the secret is never sent",
  input: z.strictObject({ id: idOf("agent"), ...facts, ...times }),
  output: Credential,
  errors: ["not_found", "conflict"],
});

export const rotateCredentialOp = operation({
  id: "credentials.rotateCredential",
  http: "POST /v1/credentials/{id}/rotate",
  creates: true,
  permission: "agent:edit",
  summary: "Record that a credential was replaced by another, with what shows that the old one opens nothing any more",
  input: z.strictObject({ id: idOf("agentCredential"), ...times, proof: Text(1000) }),
  output: Credential,
  errors: ["not_found", "conflict"],
});

export const revokeCredentialOp = operation({
  id: "credentials.revokeCredential",
  http: "POST /v1/credentials/{id}/revoke",
  permission: "agent:edit",
  summary: "Record that a credential was revoked where it was issued, with what shows it",
  input: z.strictObject({ id: idOf("agentCredential"), proof: Text(1000) }),
  output: Credential,
  errors: ["not_found", "conflict"],
});
