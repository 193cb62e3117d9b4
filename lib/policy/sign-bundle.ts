/** Signs and stores the next bundle, and tells the points. Called inside the transaction of what caused it. */
import { appendControl } from "@/lib/db/control-log";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { signingKey } from "@/lib/identity/signing-key";
import { Refusal } from "@/lib/shared/errors";
import { canonicalJson, sha256 } from "@/sdk/canonical";
import { loadBundle } from "@/sdk/decide";
import type { BundleContent, BundleManifest } from "@/sdk/wire/bundle";
import { bundleContent } from "./bundle-content";
import { type Chosen, ChosenSet, inForceSet } from "./chosen-set";
import { type TrialProfile, trialProfileOf } from "./ring-contract";

/** A condition of many parts is a deep tree in Cedar's JSON; what the evaluator can load can be signed. */
const MOST_LEVELS = 1_000;

export type SignedRevision = {
  revision: number;
  minimumRevision: number;
  contentDigest: string;
  createdAt: string;
  policies: number;
  agents: number;
  tools: number;
};

/** What was signed, and the roll-out by which it reaches the points; null: all of them at once. */
export type Published = SignedRevision & { rollOut: string | null };

/** One publication at a time in an organisation: revisions must grow without a gap or a fork. */
export async function lockBundles(tx: TxCtx): Promise<void> {
  await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`bundle ${tx.orgId}`}, 0))`);
}

export type Cause = "published" | "inventory" | "rollOut";
type Signing = {
  cause: Cause;
  note: string;
  chosen: readonly Chosen[];
  /** The roll-out that it is signed for; null: for all whom none has reached. */
  rollOutId: string | null;
  /** The version of a sandbox profile that the roll-out brings. */
  profile?: TrialProfile | null;
};

/**
 * Signs what is published anew and tells the points. While a roll-out is under way its own set is signed beside it, so that
 * every point gets the same inventory; they are then told by their state, which says to each what is for it.
 * Null when nothing that points could notice has changed.
 */
export async function signBundle(
  tx: TxCtx,
  cause: "published" | "inventory",
  note: string,
): Promise<SignedRevision | null> {
  const signed = await signSet(tx, { cause, note, chosen: await inForceSet(tx), rollOutId: null });
  const trial = await signTrial(tx, cause, note);
  if (trial === "none") {
    if (signed)
      await appendControl(tx, {
        type: "bundle",
        revision: signed.revision,
        minimumRevision: signed.minimumRevision,
      });
  } else if (signed || trial) await appendControl(tx, { type: "renew" });
  return signed;
}

/** A publication raises what points may hold at least, so what is on trial has to come after it, whatever changed. */
async function signTrial(
  tx: TxCtx,
  cause: "published" | "inventory",
  note: string,
): Promise<SignedRevision | null | "none"> {
  const open = await tx.db.rollOut.findFirst({ where: { orgId: tx.orgId, endedAt: null } });
  if (!open) return "none";
  const signing = { note, chosen: ChosenSet.parse(open.chosen), rollOutId: open.id, profile: trialProfileOf(open) };
  const signed = await signSet(tx, { ...signing, cause: cause === "published" ? "rollOut" : "inventory" });
  if (signed)
    await tx.db.rollOut.update({ where: { id: open.id }, data: { revision: signed.revision, toldAt: tx.now } });
  return signed;
}

/** Signs and stores; tells nobody. Null when only the inventory could have changed, and it has not. */
export async function signSet(
  tx: TxCtx,
  { cause, note, chosen, rollOutId, profile = null }: Signing,
): Promise<SignedRevision | null> {
  const last = await tx.db.bundle.findFirst({ where: { orgId: tx.orgId }, orderBy: { revision: "desc" } });
  const content = await bundleContent(tx, chosen, profile);
  const text = canonicalJson(content, MOST_LEVELS);
  const contentDigest = sha256(text);
  if (cause === "inventory" && (await newestDigest(tx, rollOutId)) === contentDigest) return null;
  const revision = (last?.revision ?? 0) + 1;
  refuseUnloadable(content, revision);
  const manifest: BundleManifest = {
    format: 1,
    org: tx.orgId,
    revision,
    minimumRevision: cause === "published" ? revision : minimumOf(last?.manifest),
    createdAt: tx.now.toISOString(),
    contentDigest,
  };
  const signed = canonicalJson(manifest);
  const key = await signingKey(tx);
  const counts = {
    policyCount: content.policies.length,
    agentCount: content.agents.length,
    toolCount: content.tools.length,
  };
  await tx.db.bundle.create({
    data: {
      orgId: tx.orgId,
      revision,
      manifest: signed,
      content: text,
      contentDigest,
      signingKeyId: key.keyId,
      signature: key.sign(signed),
      cause,
      rollOutId,
      note,
      createdByName: tx.actor.name,
      createdAt: tx.now,
      ...counts,
    },
  });
  return {
    revision,
    minimumRevision: manifest.minimumRevision,
    contentDigest,
    createdAt: manifest.createdAt,
    policies: counts.policyCount,
    agents: counts.agentCount,
    tools: counts.toolCount,
  };
}

async function newestDigest({ db, orgId }: TxCtx, rollOutId: string | null): Promise<string | undefined> {
  const where = { orgId, rollOutId };
  const row = await db.bundle.findFirst({ where, orderBy: { revision: "desc" }, select: { contentDigest: true } });
  return row?.contentDigest;
}

/** What our own evaluator cannot load is never signed: every point would refuse it. */
function refuseUnloadable(content: BundleContent, revision: number): void {
  try {
    loadBundle(content, revision);
  } catch (error) {
    throw new Refusal(
      "conflict",
      `This set of policies cannot be loaded, so it was not signed: ${error instanceof Error ? error.message : "unknown reason"}`,
    );
  }
}

const minimumOf = (manifest: string | undefined): number =>
  manifest ? (JSON.parse(manifest) as BundleManifest).minimumRevision : 1;
