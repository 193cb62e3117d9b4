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
import { inForceSet } from "./chosen-set";

/** A condition of many parts is a deep tree in Cedar's JSON; what the evaluator can load can be signed. */
const MOST_LEVELS = 1_000;

export type SignedRevision = {
  revision: number;
  contentDigest: string;
  createdAt: string;
  policies: number;
  agents: number;
  tools: number;
};

/** One publication at a time in an organisation: revisions must grow without a gap or a fork. */
export async function lockBundles(tx: TxCtx): Promise<void> {
  await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`bundle ${tx.orgId}`}, 0))`);
}

/** Null when nothing that points could notice has changed since the newest bundle. */
export async function signBundle(
  tx: TxCtx,
  cause: "published" | "inventory",
  note: string,
): Promise<SignedRevision | null> {
  const last = await tx.db.bundle.findFirst({ where: { orgId: tx.orgId }, orderBy: { revision: "desc" } });
  const content = await bundleContent(tx, await inForceSet(tx));
  const text = canonicalJson(content, MOST_LEVELS);
  const contentDigest = sha256(text);
  if (cause === "inventory" && last?.contentDigest === contentDigest) return null;
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
      note,
      createdByName: tx.actor.name,
      createdAt: tx.now,
      ...counts,
    },
  });
  await appendControl(tx, { type: "bundle", revision, minimumRevision: manifest.minimumRevision });
  return {
    revision,
    contentDigest,
    createdAt: manifest.createdAt,
    policies: counts.policyCount,
    agents: counts.agentCount,
    tools: counts.toolCount,
  };
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
