import { randomBytes, verify } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { signingKey, trustKeys } from "./signing-key";
import { testOrg } from "./testing";

await testDatabase();

test("what an organisation signs is verified by its own trust key and by no other organisation's", async () => {
  const [ours, theirs] = [await testOrg(), await testOrg()];
  const { keyId, sign } = await signingKey(ours.ctx);
  const signature = Buffer.from(sign("the text"), "base64");
  const [trusted] = await trustKeys(ours.ctx);
  const [foreign] = await trustKeys(theirs.ctx);
  expect(trusted?.keyId).toBe(keyId);
  expect(verify(null, Buffer.from("the text"), trusted?.publicKey ?? "", signature)).toBe(true);
  expect(verify(null, Buffer.from("the text."), trusted?.publicKey ?? "", signature)).toBe(false);
  expect(verify(null, Buffer.from("the text"), foreign?.publicKey ?? "", signature)).toBe(false);
});

test("a private key that was moved to another row does not open", async () => {
  const [ours, theirs] = [await testOrg(), await testOrg()];
  const [mine] = await trustKeys(ours.ctx);
  const row = await database().signingKey.findUniqueOrThrow({ where: { id: mine?.keyId ?? "" } });
  await database().signingKey.updateMany({
    where: { orgId: theirs.orgId },
    data: { sealedPrivate: row.sealedPrivate },
  });
  await expect(signingKey(theirs.ctx)).rejects.toThrow();
});

test("the stored row holds no private key in clear", async () => {
  const { ctx } = await testOrg();
  const [key] = await trustKeys(ctx);
  const row = await database().signingKey.findUniqueOrThrow({ where: { id: key?.keyId ?? "" } });
  const text = Buffer.from(row.sealedPrivate).toString("latin1");
  expect(text).not.toContain("PRIVATE KEY");
});

test("with another master key the signing key is unavailable, and the answer says what to restore", async () => {
  const { ctx } = await testOrg();
  const [key] = await trustKeys(ctx);
  await database().signingKey.updateMany({
    where: { id: key?.keyId ?? "" },
    data: { masterKeyId: randomBytes(6).toString("hex") },
  });
  await expect(signingKey(ctx)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("secret.key"),
  });
});
