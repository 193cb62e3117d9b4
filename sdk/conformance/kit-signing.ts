/** What the kit's gateway signs: rightly, or wrongly in one stated way. */
import { randomUUID } from "node:crypto";
import { actionDigest } from "../action-digest.ts";
import { canonicalJson, type JsonObject, sha256 } from "../canonical.ts";
import { withArguments } from "../changed-action.ts";
import { type SigningKey, signCanonical } from "../crypto.ts";
import type { ChangedGrant, PlainGrant, SignedGrant } from "../wire/action.ts";
import type { BundleContent, BundleManifest, SignedBundle } from "../wire/bundle.ts";
import type { KitCheckpoint } from "./kit-state.ts";

type Signer = { readonly org: string; readonly key: SigningKey; minimumRevision: number };

export type Forgery = {
  /** Members of the manifest, before it is signed. */
  manifest?: Partial<BundleManifest>;
  /** Members of the manifest that are changed after it was signed. */
  edited?: Partial<BundleManifest>;
  /** Text that is served instead of what was signed. */
  content?: string;
  /** Text that is signed instead of the content's JSON. */
  signedText?: string;
  key?: SigningKey;
};

export function signedBundle(
  gateway: Signer,
  content: BundleContent,
  { revision, manifest: more, edited, content: served, signedText, key = gateway.key }: Forgery & { revision: number },
): SignedBundle {
  const text = signedText ?? JSON.stringify(content);
  const manifest: BundleManifest = {
    format: 1,
    org: gateway.org,
    revision,
    minimumRevision: gateway.minimumRevision,
    createdAt: new Date().toISOString(),
    contentDigest: sha256(text),
    ...more,
  };
  const signature = signCanonical(key, manifest);
  return { manifest: { ...manifest, ...edited }, content: served ?? text, signature };
}

/** A grant for exactly the action that was asked about, or for what `more` says. */
export function grantFor(
  gateway: Pick<Signer, "org" | "key">,
  { checkpointId, expiresAt, asked }: KitCheckpoint,
  more: Partial<PlainGrant> = {},
  key: SigningKey = gateway.key,
): SignedGrant {
  const { action, digest } = asked;
  const grant: PlainGrant = {
    format: 1,
    id: randomUUID(),
    org: gateway.org,
    checkpointId,
    agent: action.agent,
    pep: action.pep,
    tool: action.tool,
    actionDigest: digest,
    rules: ["two-eyes"],
    issuedAt: new Date().toISOString(),
    expiresAt,
    ...more,
  };
  return { grant, signature: signCanonical(key, grant) };
}

/** A grant for the action that was asked about with other arguments. */
export function changedGrantFor(
  gateway: Pick<Signer, "org" | "key">,
  checkpoint: KitCheckpoint,
  args: JsonObject,
  more: Partial<ChangedGrant> = {},
): SignedGrant {
  const { action, digest } = checkpoint.asked;
  const grant: ChangedGrant = {
    ...grantFor(gateway, checkpoint).grant,
    format: 2,
    actionDigest: actionDigest(withArguments(action, args)),
    heldDigest: digest,
    arguments: canonicalJson(args),
    ...more,
  };
  return { grant, signature: signCanonical(gateway.key, grant) };
}
