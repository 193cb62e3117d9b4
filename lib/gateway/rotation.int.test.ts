/** A real point that follows a change of the signing key: no good bundle is refused, and none by a retired key is taken. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { appendControl } from "@/lib/db/control-log";
import { transaction } from "@/lib/db/ctx";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { readTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { getTrust } from "@/lib/identity/get-trust";
import { retireSigningKeys } from "@/lib/identity/retire-signing-keys";
import { signingKey, trustKeys } from "@/lib/identity/signing-key";
import { rotateSigningKey } from "@/lib/policy/rotate-signing-key";
import { canonicalJson } from "@/sdk/canonical";
import { connect } from "@/sdk/pep/connect";
import type { EnforcementPoint } from "@/sdk/pep/enforcement-point";
import { BundleManifest } from "@/sdk/wire/bundle";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
let fleet: TestFleet;
let gateway: TestGateway;
let point: EnforcementPoint;
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-rotation-test-"));

beforeAll(async () => {
  fleet = await testFleet();
  gateway = await startGateway();
  const { token } = await invitePoint(fleet.ctx, { name: "follows", kind: "sdk", agents: [fleet.agentId] });
  point = await connect({
    url: gateway.url,
    kind: "sdk",
    stateDir: path.join(state, "p"),
    agent: fleet.agentId,
    enrolToken: token,
  });
});
afterAll(async () => {
  await point.close();
  await gateway.stop();
  rmSync(state, { recursive: true, force: true });
});

const decision = () => point.decide({ agentId: fleet.agentId, tool: readTool, arguments: { account: "1" } });
const eventually = <T>(read: () => T | Promise<T>, is: (value: T) => boolean) =>
  expect.poll(async () => is(await read()), { timeout: 10_000, interval: 10 }).toBe(true);
const acks = (result: string) =>
  database().bundleAck.findMany({
    where: { orgId: fleet.orgId, pepId: point.id, result },
    orderBy: { revision: "asc" },
  });

test("only an admin rotates the key, and the audit log says so with the reason", async () => {
  await expect(rotateSigningKey(fleet.as("security"), { reason: "no" })).rejects.toMatchObject({ code: "forbidden" });
  const { keyId, revision } = await rotateSigningKey(fleet.ctx, { reason: "yearly" });
  // A point that had not come to this bundle before the next one would rightly refuse it as too old.
  await eventually(
    () => decision(),
    ({ revision: now }) => now === revision,
  );
  const entry = await database().auditEntry.findFirstOrThrow({
    where: { orgId: fleet.orgId, action: "signingKey.rotated" },
  });
  expect(JSON.parse(entry.leaf)).toMatchObject({ target: { id: keyId }, detail: { reason: "yearly" } });
});

test("a connected point goes on deciding by bundles of the new key, and has refused none", async () => {
  for (let turn = 0; turn < 3; turn++) {
    const { revision, keyId } = await rotateSigningKey(fleet.ctx, { reason: "again", overlapHours: 24 });
    await eventually(
      () => decision(),
      ({ effect, revision: now }) => effect === "allow" && now === revision,
    );
    expect((await signingKey(fleet.ctx)).keyId).toBe(keyId);
    const bundle = await database().bundle.findFirstOrThrow({ where: { orgId: fleet.orgId, revision: revision ?? 0 } });
    expect(bundle.signingKeyId).toBe(keyId);
    expect(BundleManifest.parse(JSON.parse(bundle.manifest)).minimumRevision).toBe(revision);
  }
  expect(await acks("refused")).toEqual([]);
  expect((await trustKeys(fleet.ctx)).length).toBe(5);
});

test("when the overlap ends, the old keys are trusted no more, here and at the point", async () => {
  await database().signingKey.updateMany({
    where: { orgId: fleet.orgId, retiresAt: { not: null } },
    data: { retiresAt: new Date(Date.now() - 1) },
  });
  expect((await trustKeys(fleet.ctx)).length).toBe(1);
  expect(await retireSigningKeys(fleet.system)).toBe(4);
  expect(await retireSigningKeys(fleet.system)).toBe(0);
  const { keys } = await getTrust(fleet.ctx, {});
  expect(keys.filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1);
});

test("a bundle by a key that was retired at once is refused whole, and the last good one stays in force", async () => {
  const leaked = await signingKey(fleet.ctx);
  const { revision } = await rotateSigningKey(fleet.ctx, { reason: "it leaked", overlapHours: 0 });
  const good = revision ?? 0;
  await eventually(
    () => decision(),
    ({ effect, revision: now }) => effect === "allow" && now === good,
  );
  const row = await database().bundle.findFirstOrThrow({ where: { orgId: fleet.orgId, revision: good } });
  const manifest = canonicalJson({ ...JSON.parse(row.manifest), revision: good + 1 });
  await transaction(fleet.ctx, async (tx) => {
    await tx.db.bundle.create({
      data: { ...row, revision: good + 1, manifest, signingKeyId: leaked.keyId, signature: leaked.sign(manifest) },
    });
    await appendControl(tx, { type: "bundle", revision: good + 1, minimumRevision: good });
  });
  await eventually(
    () => acks("refused"),
    (all) => all.length === 1,
  );
  expect((await acks("refused"))[0]).toMatchObject({ revision: good + 1 });
  expect(decision()).toMatchObject({ effect: "allow", revision: good });
});
