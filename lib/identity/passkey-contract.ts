/** Passkeys: what a person proves with that they are there, and that it is they. */
import { z } from "zod";
import { idOf } from "@/lib/shared/ids";
import { Nothing, operation } from "@/lib/shared/operation";
import { Instant } from "@/sdk/wire/words";

const Base64Url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, "base64url");

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  /** Kept in step between devices by their vendor. */
  backedUp: z.boolean(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

/** WebAuthn's JSON forms (Web Authentication Level 3, section 5.1): what browsers take and give. */
const Attachment = z.enum(["platform", "cross-platform"]).optional();
const Extensions = z.record(z.string().max(100), z.unknown()).default({});
export const RegistrationAnswer = z.object({
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: Attachment,
  clientExtensionResults: Extensions,
  response: z.object({
    clientDataJSON: Base64Url(4000),
    attestationObject: Base64Url(20_000),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});
export const PasskeyAnswer = z.object({
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: Attachment,
  clientExtensionResults: Extensions,
  response: z.object({
    clientDataJSON: Base64Url(4000),
    authenticatorData: Base64Url(4000),
    signature: Base64Url(2000),
    userHandle: Base64Url(200).optional(),
  }),
});
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>;

export const listPasskeysOp = operation({
  id: "identity.listPasskeys",
  http: "GET /v1/passkeys",
  permission: "session:own",
  summary: "List one's own passkeys",
  input: Nothing,
  output: z.object({ items: z.array(Passkey) }),
});

export const beginPasskeyOp = operation({
  id: "identity.beginPasskey",
  http: "POST /v1/passkeys/registration",
  permission: "session:own",
  summary: "Begin to add a passkey: needs the password, because a passkey is more than a session",
  input: z.strictObject({ password: z.string().min(1).max(200) }),
  output: z.object({
    stepUpId: z.string(),
    /** PublicKeyCredentialCreationOptionsJSON. */
    options: z.looseObject({ challenge: z.string() }),
  }),
  errors: ["step_up_refused", "rate_limited"],
});

export const addPasskeyOp = operation({
  id: "identity.addPasskey",
  http: "POST /v1/passkeys",
  creates: true,
  permission: "session:own",
  summary: "Add the passkey that answered the registration",
  input: z.strictObject({
    stepUpId: idOf("stepUp"),
    name: z.string().trim().min(1, "a name is needed").max(80),
    answer: RegistrationAnswer,
  }),
  output: Passkey,
  errors: ["step_up_refused", "conflict"],
});

export const removePasskeyOp = operation({
  id: "identity.removePasskey",
  http: "DELETE /v1/passkeys/{id}",
  permission: "session:own",
  summary: "Remove one of one's own passkeys; it approves nothing any more",
  input: z.strictObject({ id: Base64Url(1400) }),
  output: z.object({ id: z.string() }),
});

/** All that is needed to check, without us, that this passkey signed this very statement with its user verified. */
export const StepUpReceipt = z.object({
  format: z.literal(1),
  passkeyId: z.string(),
  passkeyName: z.string(),
  /** SubjectPublicKeyInfo in PEM: what `openssl pkey -pubin` reads. */
  publicKey: z.string(),
  /** COSE algorithm number: -7 is ES256, -8 EdDSA, -257 RS256. */
  algorithm: z.int(),
  rpId: z.string(),
  origin: z.string(),
  /** The text whose SHA-256 is the challenge in `clientDataJSON`. */
  statement: z.string(),
  clientDataJSON: z.string(),
  authenticatorData: z.string(),
  signature: z.string(),
});
export type StepUpReceipt = z.infer<typeof StepUpReceipt>;
