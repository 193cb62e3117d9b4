/** Groups as Entra and Okta send them, what they give, and what every operation of SCIM refuses. */

import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { actByTwo, shownByTwo } from "@/lib/enforcement/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import { openSession } from "@/lib/identity/open-session";
import { resolveSession } from "@/lib/identity/resolve-session";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { createScimConnection } from "@/lib/scim/create-connection";
import { method, path, pathParams } from "@/lib/shared/operation";
import { KeyRole } from "@/lib/shared/permissions";
import { admit } from "@/lib/signon/admit";
import { setGroupRoles } from "@/lib/signon/set-group-roles";
import { setSignOn } from "@/lib/signon/set-sign-on";
import { scimOperations } from "./operations";
import { askScim, patchOf, type ScimAnswer } from "./testing-scim";

await testDatabase();
let org: TestOrg;
let token: string;
let security: string;
let ada: string;
let bob: string;

const ask = (how: string, where: string, body?: unknown, bearer: string | null = token) =>
  askScim(how, where, body, bearer);
const idOf = (answer: ScimAnswer) => String(answer.body.id);
const rolesOf = async (id: string) => (await database().user.findUniqueOrThrow({ where: { id } })).roles;
const membersOf = async (id: string) =>
  ((await ask("GET", `Groups/${id}`)).body.members as { value: string }[]).map(({ value }) => value).sort();
const entries = (action: string) => database().auditEntry.count({ where: { orgId: org.orgId, action } });
const sessionOf = async (id: string) =>
  (await openSession(database(), id, { address: null, userAgent: null }, async () => undefined))?.token ?? "";
const change = (...operations: object[]) => ask("PATCH", `Groups/${security}`, patchOf(...operations));

beforeEach(async () => {
  await database().organisation.deleteMany();
  org = await testOrg();
  ({ token } = await shownByTwo(
    org,
    createScimConnection(org.ctx, { name: "Directory", role: "auditor", reason: "for the test" }),
  ));
  await actByTwo(
    org,
    setGroupRoles(org.ctx, { reason: "for the test", groupRoles: [{ group: "Security", role: "security" }] }),
  );
  ada = idOf(await ask("POST", "Users", { userName: "Ada.New@example.test" }));
  bob = idOf(await ask("POST", "Users", { userName: "bob@example.test" }));
  security = idOf(await ask("POST", "Groups", { displayName: "Security", externalId: "g-1" }));
});

describe("members come and go", () => {
  const ways: [string, (id: string) => object, (id: string) => object][] = [
    [
      "as Entra says it",
      (id) => ({ op: "Add", path: "members", value: [{ value: id }] }),
      (id) => ({ op: "Remove", path: `members[value eq "${id}"]` }),
    ],
    [
      "as Entra said it before",
      (id) => ({ op: "Add", path: "members", value: [{ $ref: null, value: id }] }),
      (id) => ({ op: "Remove", path: "members", value: [{ $ref: null, value: id }] }),
    ],
    [
      "as Okta says it",
      (id) => ({ op: "add", path: "members", value: [{ value: id, display: "x" }] }),
      (id) => ({ op: "remove", path: `members[value eq "${id}"]` }),
    ],
    [
      "without a path",
      (id) => ({ op: "add", value: { members: [{ value: id }] } }),
      () => ({ op: "replace", value: { members: [] } }),
    ],
    [
      "all at once",
      (id) => ({ op: "replace", path: "members", value: [{ value: id }] }),
      () => ({ op: "remove", path: "members" }),
    ],
  ];
  for (const [how, add, remove] of ways) {
    test(`${how}: the role with them, and whoever is taken out is refused at the next request`, async () => {
      const before = await sessionOf(ada);
      expect(await change(add(ada))).toEqual({ status: 204, body: {} });
      expect(await membersOf(security)).toEqual([ada]);
      expect(await rolesOf(ada)).toEqual(["security", "auditor"]);
      expect(await resolveSession(before)).toBeNull();
      const session = await sessionOf(ada);
      expect((await change(add(ada))).status).toBe(204);
      expect(await entries("scim.groupChanged")).toBe(1);
      expect((await resolveSession(session))?.actor.roles).toContain("security");
      expect((await change(remove(ada))).status).toBe(204);
      expect(await rolesOf(ada)).toEqual(["auditor"]);
      expect(await resolveSession(session)).toBeNull();
      expect((await change(remove(ada))).status).toBe(204);
      expect(await entries("scim.groupChanged")).toBe(2);
      expect(await rolesOf(bob)).toEqual(["auditor"]);
    });
  }

  test("operations count in their order, all of them or none", async () => {
    await change(
      { op: "add", path: "members", value: [{ value: ada }, { value: bob }] },
      { op: "remove", path: `members[value eq "${ada}"]` },
      { op: "replace", path: "displayName", value: "Guards" },
    );
    expect(await membersOf(security)).toEqual([bob]);
    // Under its new name the group stands in no line of the mapping.
    expect(await rolesOf(bob)).toEqual(["auditor"]);
    await change({ op: "replace", value: { displayName: "Security", id: "not ours" } });
    expect(await rolesOf(bob)).toEqual(["security", "auditor"]);
    const refused = [
      patchOf({ op: "add", path: "members", value: [{ value: ada }, { value: "usr_nobody" }] }),
      patchOf(
        { op: "add", path: "members", value: [{ value: ada }] },
        { op: "remove", path: "members[display eq 'x']" },
      ),
      patchOf({ op: "add", path: "members", value: [{ value: ada, type: "Group" }] }),
      patchOf({ op: "add", path: `members[value eq "${ada}"]`, value: [] }),
      patchOf({ op: "replace", path: "displayName", value: "" }),
      patchOf({ op: "remove", path: "displayName" }),
      patchOf({ op: "remove" }),
      patchOf({ op: "add", path: "members", value: "x" }),
    ];
    for (const body of refused) expect((await ask("PATCH", `Groups/${security}`, body)).status).toBe(400);
    expect(await membersOf(security)).toEqual([bob]);
  });

  test("by PUT and by DELETE, and a mapping that is set later counts for those who are members already", async () => {
    await ask("PUT", `Groups/${security}`, { displayName: "Security", members: [{ value: ada }, { value: bob }] });
    expect([await rolesOf(ada), await rolesOf(bob)]).toEqual([
      ["security", "auditor"],
      ["security", "auditor"],
    ]);
    await actByTwo(
      org,
      setGroupRoles(org.ctx, {
        reason: "for the test",
        groupRoles: [
          { group: "Security", role: "security" },
          { group: "Security", role: "approver" },
        ],
      }),
    );
    expect(await rolesOf(ada)).toEqual(["security", "approver", "auditor"]);
    await ask("PUT", `Groups/${security}`, { displayName: "Security", externalId: "g-1", members: [{ value: bob }] });
    expect(await rolesOf(ada)).toEqual(["auditor"]);
    const session = await sessionOf(bob);
    expect((await ask("DELETE", `Groups/${security}`)).status).toBe(204);
    expect(await rolesOf(bob)).toEqual(["auditor"]);
    expect(await resolveSession(session)).toBeNull();
    expect((await ask("DELETE", `Groups/${security}`)).status).toBe(404);
  });

  test("the last admin stays one whatever the groups say", async () => {
    const { id } = org.users.admin;
    await actByTwo(
      org,
      setGroupRoles(org.ctx, { reason: "for the test", groupRoles: [{ group: "Security", role: "admin" }] }),
    );
    await change({ op: "add", path: "members", value: [{ value: id }] });
    expect((await change({ op: "remove", path: "members" })).status).toBe(204);
    expect(await rolesOf(id)).toEqual(["admin"]);
  });
});

test("groups are found by name, external id and member, in pages, and without their members where they are left out", async () => {
  await change({ op: "add", path: "members", value: [{ value: ada }] });
  const found = async (filter: string) =>
    ((await ask("GET", `Groups?filter=${encodeURIComponent(filter)}`)).body.Resources as { id: string }[]).map(
      ({ id }) => id,
    );
  for (const filter of [
    'displayName eq "SECURITY"',
    'externalId eq "g-1"',
    `id eq "${security}"`,
    `members.value eq "${ada}"`,
  ])
    expect(await found(filter)).toEqual([security]);
  for (const filter of ['displayName eq "%"', 'externalId eq "G-1"', `members eq "${bob}"`])
    expect(await found(filter)).toEqual([]);
  for (const filter of ['displayName sw "S"', 'x eq "y"', "displayName eq Security"])
    expect(await ask("GET", `Groups?filter=${encodeURIComponent(filter)}`)).toMatchObject({
      status: 400,
      body: { scimType: "invalidFilter" },
    });
  expect((await ask("GET", `Groups/${security}?excludedAttributes=members`)).body).not.toHaveProperty("members");
  expect((await ask("GET", "Groups?attributes=id,displayName")).body.Resources).toEqual([
    expect.not.objectContaining({ members: expect.anything() }),
  ]);
  expect((await ask("GET", "Groups?count=0")).body).toMatchObject({ totalResults: 1, Resources: [] });
  expect((await ask("GET", `Users/${ada}`)).body.groups).toMatchObject([{ value: security, display: "Security" }]);
  for (const taken of [{ displayName: "security" }, { displayName: "Other", externalId: "g-1" }])
    expect(await ask("POST", "Groups", taken)).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
});

describe("what the provider says at sign-in", () => {
  const signOn = {
    name: "House",
    issuer: "https://login.example.test",
    clientId: "gatehouse",
    clientSecret: null,
    trustsAddress: false,
    newcomers: true,
    newcomerRole: "owner",
    groupsClaim: "groups",
  } as const;
  const comeIn = (email: string, more: object = {}) =>
    admit(systemContext(org.orgId, "test"), 1, {
      sub: `sub of ${email}`,
      email,
      email_verified: true,
      ...more,
    } as unknown as Parameters<typeof admit>[2]).catch((error: { reason?: string }) => ({ refused: error.reason }));
  beforeEach(async () => {
    await actByTwo(
      org,
      setSignOn(org.ctx, { reason: "for the test", version: null, signOn: { ...signOn, domains: ["example.test"] } }),
    );
    await actByTwo(
      org,
      setGroupRoles(org.ctx, {
        reason: "for the test",
        groupRoles: [
          { group: "Security", role: "security" },
          { group: "Approvers", role: "approver" },
        ],
      }),
    );
  });

  test("does not count for a group that the directory keeps here, and does for all others", async () => {
    const groups = ["Security", "g-1", "Approvers"];
    expect(await comeIn("bob@example.test", { groups })).toEqual({ userId: bob });
    expect(await rolesOf(bob)).toEqual(["approver", "auditor"]);
    await change({ op: "add", path: "members", value: [{ value: bob }] });
    expect(await rolesOf(bob)).toEqual(["security", "approver", "auditor"]);
    await change({ op: "remove", path: "members" });
    expect(await rolesOf(bob)).toEqual(["approver", "auditor"]);
    const newcomer = await comeIn("new@example.test", { groups });
    expect(await rolesOf("userId" in newcomer ? newcomer.userId : "")).toEqual(["owner", "approver"]);
  });

  test("links the address as the directory spelt it or in lower case, and nothing that only resembles it", async () => {
    const refused: [string, string][] = [
      ["ADA.NEW@example.test", "lookAlike"],
      ["ada.New@example.test", "lookAlike"],
      ["Ada.New@sub.example.test", "domain"],
      ["Ada.New@example.test.evil.test", "domain"],
      // Cyrillic, full width, the sign for kelvin, a space that cannot be seen, a dot that is none.
      ["\u0410da.New@example.test", "noAddress"],
      ["\uFF21da.New@example.test", "noAddress"],
      ["Ada.New@example.test\u200B", "noAddress"],
      ["Ada\u2024New@example.test", "noAddress"],
      ["Ada.New@ex\u0430mple.test", "noAddress"],
    ];
    for (const [email, reason] of refused)
      expect({ email, ...(await comeIn(email)) }).toEqual({ email, refused: reason });
    expect(await comeIn("Ada.New+x@example.test")).not.toEqual({ userId: ada });
    expect(await comeIn("Ada.New@EXAMPLE.test")).toEqual({ userId: ada });
    expect(await comeIn("ada.new@example.test")).toEqual({ refused: "otherSubject" });
  });
});

/** One entry for each operation with a body; an operation without one fails its test. */
const bodies: Record<string, object> = {
  "scim.createUser": { userName: "x@example.test" },
  "scim.replaceUser": { userName: "x@example.test" },
  "scim.patchUser": patchOf({ op: "replace", path: "displayName", value: "x" }),
  "scim.createGroup": { displayName: "x" },
  "scim.replaceGroup": { displayName: "x" },
  "scim.patchGroup": patchOf({ op: "add", path: "members", value: [{ value: "x" }] }),
};

describe.each(scimOperations.map((op) => [op.id, op] as const))("%s", (_, op) => {
  const where = (id: string) => path(op).slice("/scim/v2/".length).replace("{id}", id);
  const body = bodies[op.id];
  const hasBody = ["POST", "PUT", "PATCH"].includes(method(op));

  test("refuses strangers, sessions and API keys of every role", async () => {
    expect(body !== undefined).toBe(hasBody);
    const session = await sessionOf(org.users.admin.id);
    const keys = await Promise.all(KeyRole.options.map((role) => createApiKey(org.ctx, { name: role, role })));
    for (const bearer of [null, "gh_scim_made_up", session, ...keys.map(({ secret }) => secret)])
      expect(await ask(method(op), where(ada), body, bearer)).toMatchObject({ status: 401, body: { status: "401" } });
  });

  if (pathParams(op).includes("id"))
    test("knows nothing of another organisation's things", async () => {
      const theirs = await testOrg();
      const connecting = createScimConnection(theirs.ctx, { name: "theirs", role: null, reason: "for the test" });
      const { token: other } = await shownByTwo(theirs, connecting);
      const group = idOf(await ask("POST", "Groups", { displayName: "Theirs" }, other));
      const id = where("").startsWith("Groups") ? group : theirs.users.owner.id;
      expect((await ask(method(op), where(id), body)).status).toBe(404);
      expect((await ask("GET", where(id), undefined, other)).status).toBe(200);
    });

  if (hasBody)
    test("refuses text that cannot be stored", async () => {
      const hostile = JSON.parse(JSON.stringify(body).replace(/"x/, '"x\\u0000')) as object;
      expect((await ask(method(op), where(where("").startsWith("Groups") ? security : ada), hostile)).status).toBe(400);
    });
});

test("another organisation's people cannot be made members", async () => {
  const theirs = await testOrg();
  const body = patchOf({ op: "add", path: "members", value: [{ value: theirs.users.owner.id }] });
  expect(await ask("PATCH", `Groups/${security}`, body)).toMatchObject({
    status: 400,
    body: { scimType: "invalidValue" },
  });
});
