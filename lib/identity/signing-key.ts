/** The organisation's Ed25519 key: bundles and grants are signed with it, enforcement points check them against its public half. */
import { type KeyObject, sign } from "node:crypto";
import { type Ctx, databaseNow, type TxCtx } from "@/lib/db/ctx";
import { derivedKey, masterKeyId } from "@/lib/env";
import { Refusal } from "@/lib/shared/errors";
import { generateSigningKey, privateKeyPem, readSigningKey } from "@/sdk/crypto";
import { seal, unseal } from "./seal";

type Signer = { keyId: string; sign: (text: string | Uint8Array) => string };

const PURPOSE = "signing-keys";
/** Unsealed keys by id; a key never changes, so a cached one is never stale. */
const unsealed = new Map<string, KeyObject>();

/** The key in force. `sign` gives 64 bytes in base64. */
export async function signingKey(ctx: Ctx | TxCtx): Promise<Signer> {
  const row = await ctx.db.signingKey.findFirst({
    where: { orgId: ctx.orgId, retiredAt: null, retiresAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  if (!row) {
    throw new Refusal("internal", "This organisation has no signing key.", {
      internal: `organisation ${ctx.orgId} has no signing key in force`,
    });
  }
  const key = unsealed.get(row.id) ?? open(row);
  unsealed.set(row.id, key);
  return {
    keyId: row.id,
    sign: (text) => sign(null, typeof text === "string" ? Buffer.from(text) : text, key).toString("base64"),
  };
}

/** Public keys that points may trust: the one in force first, then those that a rotation replaced and that overlap with it. */
export async function trustKeys(ctx: Ctx | TxCtx): Promise<{ keyId: string; publicKey: string }[]> {
  const now = await databaseNow(ctx.db);
  const rows = await ctx.db.signingKey.findMany({
    where: { orgId: ctx.orgId, retiredAt: null, OR: [{ retiresAt: null }, { retiresAt: { gt: now } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, publicKey: true },
  });
  return rows.map(({ id, publicKey }) => ({ keyId: id, publicKey }));
}

/** Makes an organisation's key. Its id is the fingerprint of the public half, which anyone who holds that can check. */
export async function createSigningKey(tx: TxCtx, orgId: string): Promise<string> {
  const key = generateSigningKey();
  await tx.db.signingKey.create({
    data: {
      id: key.keyId,
      orgId,
      publicKey: key.publicKeyPem,
      sealedPrivate: seal(derivedKey(PURPOSE), Buffer.from(privateKeyPem(key)), key.keyId),
      masterKeyId: masterKeyId(),
      createdAt: tx.now,
    },
    select: { id: true },
  });
  return key.keyId;
}

/** Signs with a new key from this transaction on; what it replaces is trusted until `retiresAt`, or until its earlier end. */
export async function replaceSigningKey(tx: TxCtx, retiresAt: Date): Promise<{ keyId: string; replaced: string[] }> {
  const before = { orgId: tx.orgId, retiredAt: null };
  const replaced = await tx.db.signingKey.updateManyAndReturn({
    where: { ...before, OR: [{ retiresAt: null }, { retiresAt: { gt: retiresAt } }] },
    data: { retiresAt, ...(retiresAt <= tx.now ? { retiredAt: tx.now } : {}) },
    select: { id: true },
  });
  return { keyId: await createSigningKey(tx, tx.orgId), replaced: replaced.map(({ id }) => id) };
}

function open(row: { id: string; sealedPrivate: Uint8Array; masterKeyId: string }): KeyObject {
  if (row.masterKeyId !== masterKeyId()) {
    throw new Refusal(
      "unavailable",
      "The signing key was sealed with another master key. Restore secret.key, or GATEHOUSE_SECRET, from the backup.",
      { internal: `signing key ${row.id} was sealed by master key ${row.masterKeyId}, this is ${masterKeyId()}` },
    );
  }
  return readSigningKey(unseal(derivedKey(PURPOSE), row.sealedPrivate, row.id).toString()).privateKey;
}
