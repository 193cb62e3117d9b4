import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { testOrg } from "@/lib/identity/testing";
import { apiKey } from "./api-key";
import { hasAdminCommand } from "./has-admin";
import { secondPerson } from "./second-person";
import { setupLink } from "./setup-link";

await testDatabase();

const printed: string[] = [];
beforeEach(async () => {
  await database().organisation.deleteMany();
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

test("a key for a role that does not exist, or without a name, is not made", async () => {
  await expect(apiKey.run({ role: "root", name: "ci" })).rejects.toThrow("--role");
  await expect(apiKey.run({ role: "admin" })).rejects.toThrow("--name");
  await expect(apiKey.run({ role: "admin", name: "ci", "expires-days": "soon" })).rejects.toThrow("--expires-days");
  expect(await database().apiKey.count()).toBe(0);
});

test("a key is not made for an organisation that is not here, nor for one of several by chance", async () => {
  await testOrg();
  await expect(apiKey.run({ role: "admin", name: "ci", org: "org_x" })).rejects.toThrow("no organisation");
  await testOrg();
  await expect(apiKey.run({ role: "admin", name: "ci" })).rejects.toThrow("--org");
  expect(await database().apiKey.count()).toBe(0);
});

test("on an empty installation the first key brings one organisation along, and only the key is printed", async () => {
  await apiKey.run({ role: "admin", name: "first" });
  await apiKey.run({ role: "auditor", name: "second" });
  expect(await database().organisation.count()).toBe(1);
  expect(printed).toHaveLength(2);
  const [first, second] = await Promise.all(printed.map((secret) => resolveApiKey(secret)));
  expect(first?.actor.roles).toEqual(["admin"]);
  expect(second?.orgId).toBe(first?.orgId);
  const actions = await database().auditEntry.findMany({
    where: { orgId: first?.orgId ?? "" },
    orderBy: { seq: "asc" },
  });
  expect(actions.map(({ action }) => action)).toEqual(["organisation.created", "apiKey.created", "apiKey.created"]);
});

test("the set-up link is given only while nobody is here", async () => {
  expect(await hasAdminCommand.run({})).toBe(3);
  expect(await setupLink.run({})).toBe(0);
  expect(printed[0]).toMatch(/\/set-up\?token=.{40,}$/);
  await testOrg();
  expect(await setupLink.run({})).toBe(3);
  expect(await hasAdminCommand.run({})).toBe(0);
  expect(printed).toHaveLength(1);
});

test("a second person is invited where one is left, and by nobody where two can confirm", async () => {
  const { orgId, users } = await testOrg();
  const second = { email: "second@example.test", name: "Second" };
  await expect(secondPerson.run(second)).rejects.toThrow("Two people may confirm");
  await database().user.update({ where: { id: users.security.id }, data: { status: "disabled" } });
  await expect(secondPerson.run({ name: "Second" })).rejects.toThrow("--email");
  expect(await secondPerson.run(second)).toBe(0);
  expect(printed[0]).toMatch(/\/join\?token=.{40,}$/);
  const where = { orgId, action: "person.invited" };
  expect(await database().auditEntry.findFirst({ where })).toMatchObject({
    leaf: expect.stringContaining("command line"),
  });
  expect(await database().invite.findFirst({ where: { orgId } })).toMatchObject({ roles: ["security"] });
});
