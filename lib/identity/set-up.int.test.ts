import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { createSetupLink } from "./create-setup-link";
import { setUp } from "./set-up";
import { signingKey } from "./signing-key";
import { startSession } from "./start-session";
import { testOrg } from "./testing";

await testDatabase();

const stranger = () => contextFor(nobody, "");
const answers = {
  organisation: "Acme",
  name: "Ada Admin",
  email: "Ada@Acme.example",
  password: "correct horse battery",
};
const PASSWORD = { email: "ada@acme.example", password: answers.password };

async function newToken(): Promise<string> {
  const made = await createSetupLink();
  return new URL(made?.link ?? "").searchParams.get("token") ?? "";
}

beforeEach(async () => {
  await database().organisation.deleteMany();
  await database().setupToken.deleteMany();
});

test("a token that was never given out sets up nothing", async () => {
  await newToken();
  await expect(setUp(stranger(), { ...answers, token: "x".repeat(43) })).rejects.toMatchObject({
    code: "token_refused",
    message: expect.stringContaining("setup-link"),
  });
  expect(await database().organisation.count()).toBe(0);
});

test("an expired token sets up nothing", async () => {
  const token = await newToken();
  await database().setupToken.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
  await expect(setUp(stranger(), { ...answers, token })).rejects.toMatchObject({ code: "token_refused" });
});

test("a newer link takes the older one's place", async () => {
  const older = await newToken();
  await newToken();
  await expect(setUp(stranger(), { ...answers, token: older })).rejects.toMatchObject({ code: "token_refused" });
});

test("a short password and an unknown member are refused, and the token stays unused", async () => {
  const token = await newToken();
  await expect(setUp(stranger(), { ...answers, password: "elevenchars", token })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const input = { ...answers, token, roles: ["admin"] };
  await expect(setUp(stranger(), input)).rejects.toMatchObject({ code: "invalid_input" });
  expect(await database().setupToken.count({ where: { usedAt: null } })).toBe(1);
});

test("someone who is signed in cannot set up again", async () => {
  const org = await testOrg();
  await expect(setUp(org.ctx, { ...answers, token: "x".repeat(43) })).rejects.toMatchObject({ code: "forbidden" });
});

test("of two who use the link at the same moment exactly one gets in", async () => {
  const token = await newToken();
  const both = await Promise.allSettled([
    setUp(stranger(), { ...answers, token }),
    setUp(stranger(), { ...answers, email: "eve@acme.example", token }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await database().user.count()).toBe(1);
  expect(await database().organisation.count()).toBe(1);
});

test("the token is stored by its hash only", async () => {
  const token = await newToken();
  const [row] = await database().setupToken.findMany();
  expect(JSON.stringify(row)).not.toContain(token);
});

test("once somebody is here there is no link and no second set-up", async () => {
  const token = await newToken();
  await setUp(stranger(), { ...answers, token });
  expect(await createSetupLink()).toBeNull();
  await expect(setUp(stranger(), { ...answers, token })).rejects.toMatchObject({ code: "conflict" });
});

test("the first admin can sign in, the organisation can sign, and both facts are in the audit log", async () => {
  const { orgId, userId } = await setUp(stranger(), { ...answers, token: await newToken() });
  expect((await startSession(PASSWORD, { address: null, userAgent: null })).userId).toBe(userId);
  expect((await signingKey(contextFor(nobody, orgId))).keyId).toMatch(/^[0-9a-f]{16}$/);
  const actions = await database().auditEntry.findMany({ where: { orgId }, orderBy: { seq: "asc" } });
  expect(actions.map(({ action }) => action)).toEqual(["organisation.created", "person.joined", "session.created"]);
  expect(JSON.stringify(actions.map(({ leaf }) => leaf))).not.toContain(answers.password);
});

test("an organisation that was made before anyone came is taken over, not doubled", async () => {
  const before = await testOrg();
  await database().user.deleteMany();
  const { orgId } = await setUp(stranger(), { ...answers, token: await newToken() });
  expect(orgId).toBe(before.orgId);
  expect(await database().organisation.findMany({ select: { name: true } })).toEqual([{ name: "Acme" }]);
});
