/** What a link opens, for whoever holds it. One that was never made, has ended or was revoked is all the same: null. */
import type { Db } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { hashSecret } from "@/lib/identity/secrets";
import { daysOf } from "./pack/period";
import { fingerprintOf } from "./pack/write-pack";

export type OpenShare = {
  id: string;
  orgId: string;
  organisation: string;
  recipient: string;
  expiresAt: string;
  pack: {
    id: string;
    attempt: number;
    framework: string;
    from: string;
    to: string;
    bytes: number;
    sha256: string;
    keyId: string;
    fingerprint: string;
    finishedAt: string;
  };
};

/** As long as a token can be: what is longer is not even hashed. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export async function openShare(db: Db, token: string): Promise<OpenShare | null> {
  if (!TOKEN.test(token)) return null;
  const share = await db.auditPackShare.findUnique({
    where: { tokenHash: hashSecret(token) },
    include: { pack: { omit: { snapshot: true } } },
  });
  if (!share || share.revokedAt !== null || share.expiresAt <= (await databaseNow(db))) return null;
  const { pack, orgId } = share;
  const [org, key] = await Promise.all([
    db.organisation.findUnique({ where: { id: orgId }, select: { name: true } }),
    db.signingKey.findFirst({ where: { orgId, id: pack.keyId ?? "" }, select: { publicKey: true } }),
  ]);
  if (!org || !key || pack.status !== "done" || pack.sha256 === null || pack.bytes === null || pack.finishedAt === null)
    return null;
  return {
    id: share.id,
    orgId,
    organisation: org.name,
    recipient: share.recipient,
    expiresAt: share.expiresAt.toISOString(),
    pack: {
      id: pack.id,
      attempt: pack.attempt,
      framework: pack.frameworkTitle,
      ...daysOf(pack),
      bytes: Number(pack.bytes),
      sha256: pack.sha256,
      keyId: pack.keyId ?? "",
      fingerprint: fingerprintOf(key.publicKey),
      finishedAt: pack.finishedAt.toISOString(),
    },
  };
}
