/** An answer that was lost on its way must not cost a token, and a token must not be worth more than one point. */
import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { generateSigningKey } from "@/sdk/crypto";
import { enrolPoint } from "./enrol-point";
import { getEnrolmentToken } from "./get-enrolment-token";
import { invitePoint } from "./invite-point";
import { revokePoint } from "./revoke-point";
import { passkeyOf, shownByTwo, testFleet } from "./testing";

await testDatabase();
let org: TestOrg;
beforeAll(async () => {
  org = await testOrg();
});

const stranger = contextFor(nobody, "");
const key = generateSigningKey().publicKeyPem;
const enrolment = (token: string, publicKey = key) => ({
  token,
  publicKey,
  kind: "mcp-proxy" as const,
  name: "test",
  version: "0",
});
const refused = expect.objectContaining({ code: "token_refused" });

test("a used token with another key is refused, and the refusal enrols nobody", async () => {
  const { token } = await invitePoint(org.ctx, { name: "stolen" });
  await enrolPoint(stranger, enrolment(token));
  const before = await database().pep.count({ where: { orgId: org.orgId } });
  await expect(enrolPoint(stranger, enrolment(token, generateSigningKey().publicKeyPem))).rejects.toEqual(refused);
  expect(await database().pep.count({ where: { orgId: org.orgId } })).toBe(before);
});

test("a used token is refused once its life is over, also to the point that used it", async () => {
  const { token, id } = await invitePoint(org.ctx, { name: "late" });
  await enrolPoint(stranger, enrolment(token));
  await database().enrolmentToken.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
  await expect(enrolPoint(stranger, enrolment(token))).rejects.toEqual(refused);
});

test("a used token brings back no point that was revoked", async () => {
  const { token } = await invitePoint(org.ctx, { name: "revoked" });
  const { pepId } = await enrolPoint(stranger, enrolment(token));
  await revokePoint(org.ctx, { id: pepId, reason: "lost" });
  await expect(enrolPoint(stranger, enrolment(token))).rejects.toEqual(refused);
});

test("the same token with the same key answers the same enrolment again, and it is on record once", async () => {
  const { token } = await invitePoint(org.ctx, { name: "answer lost" });
  const [first, second] = await Promise.all([
    enrolPoint(stranger, enrolment(token)),
    enrolPoint(stranger, enrolment(token)),
  ]);
  expect({ ...second, serverTime: "" }).toEqual({ ...first, serverTime: "" });
  expect(
    await database().auditEntry.count({ where: { orgId: org.orgId, action: "point.enrolled", targetId: first.pepId } }),
  ).toBe(1);
});

test("whoever made the token is told which point used it, and when it went unused", async () => {
  const { token, id } = await invitePoint(org.ctx, { name: "awaited" });
  expect(await getEnrolmentToken(org.ctx, { id })).toMatchObject({ usedAt: null, pepId: null, expired: false });
  const { pepId } = await enrolPoint(stranger, enrolment(token));
  expect(await getEnrolmentToken(org.ctx, { id })).toMatchObject({
    usedAt: expect.any(String),
    pepId,
    expired: false,
  });
  const unused = await invitePoint(org.ctx, { name: "unused" });
  await database().enrolmentToken.update({ where: { id: unused.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await getEnrolmentToken(org.ctx, { id: unused.id })).toMatchObject({ pepId: null, expired: true });
});

test("the token of a point that only observes is refused until a second person has confirmed it, and then works", async () => {
  const fleet = await testFleet("Invites by two");
  await passkeyOf(fleet, "admin");
  const invited = await invitePoint(fleet.ctx, { name: "watcher", mode: "observe", reason: "To see first" });
  expect(invited.waits).not.toBeNull();
  await expect(enrolPoint(stranger, enrolment(invited.token))).rejects.toEqual(refused);
  await expect(getEnrolmentToken(fleet.ctx, { id: invited.id })).rejects.toMatchObject({ code: "not_found" });
  await shownByTwo(fleet, Promise.resolve(invited));
  expect(await enrolPoint(stranger, enrolment(invited.token))).toMatchObject({ mode: "observe" });
});
