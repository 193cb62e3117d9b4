/** SCIM as a directory calls it, through the route itself, on a real database. */

import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { actByTwo, shownByTwo } from "@/lib/enforcement/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import { openSession } from "@/lib/identity/open-session";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { resolveSession } from "@/lib/identity/resolve-session";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { createScimConnection } from "@/lib/scim/create-connection";
import { revokeScimConnection } from "@/lib/scim/revoke-connection";
import { setSignOn } from "@/lib/signon/set-sign-on";
import { askScim, patchOf, type ScimAnswer } from "./testing-scim";

await testDatabase();
let org: TestOrg;
let token: string;
let connectionId: string;

beforeEach(async () => {
  await database().organisation.deleteMany();
  org = await testOrg();
  ({ token, id: connectionId } = await shownByTwo(
    org,
    createScimConnection(org.ctx, { name: "Directory", role: "auditor", reason: "for the test" }),
  ));
});

const ask = (method: string, where: string, body?: unknown, bearer: string | null = token) =>
  askScim(method, where, body, bearer);
const ada = {
  schemas: ["x"],
  userName: "Ada.New@example.test",
  externalId: "e1",
  active: true,
  displayName: "Ada New",
};
const patch = patchOf;
const idOf = (answer: ScimAnswer) => String(answer.body.id);
const stored = (id: string) => database().user.findUniqueOrThrow({ where: { id } });
const search = (filter: string) => ask("GET", `Users?filter=${encodeURIComponent(filter)}`);
const sessionOf = async (id: string) =>
  (await openSession(database(), id, { address: null, userAgent: null }, async () => undefined))?.token ?? "";

describe("who may ask", () => {
  test("nobody without the token of a connection in force, and its token is good for nothing else", async () => {
    const { secret } = await createApiKey(org.ctx, { name: "k", role: "admin" });
    for (const bearer of [null, "x", secret, `${token}x`, token.slice(0, -1)])
      for (const where of ["Users", "ServiceProviderConfig", "nothing"])
        expect(await ask("GET", where, undefined, bearer)).toMatchObject({
          status: 401,
          body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "401" },
        });
    expect(await resolveApiKey(token)).toBeNull();
    expect(await resolveSession(token)).toBeNull();
    await revokeScimConnection(org.ctx, { id: connectionId });
    expect((await ask("GET", "Users")).status).toBe(401);
    const row = await database().scimConnection.findUniqueOrThrow({ where: { id: connectionId } });
    expect(JSON.stringify(row)).not.toContain(token);
  });

  test("another organisation's people are not there", async () => {
    const other = await testOrg();
    const { id } = other.users.owner;
    for (const [method, body] of [
      ["GET", undefined],
      ["PUT", ada],
      ["PATCH", patch({ op: "replace", path: "active", value: false })],
      ["DELETE", undefined],
    ] as const)
      expect((await ask(method, `Users/${id}`, body)).status).toBe(404);
    expect((await search(`userName eq "${other.users.owner.email}"`)).body.totalResults).toBe(0);
    expect(await ask("POST", "Users", { ...ada, userName: other.users.owner.email })).toMatchObject({
      status: 409,
      body: { scimType: "uniqueness" },
    });
  });

  test("what is not understood is refused in SCIM's words, and nothing is changed", async () => {
    const id = idOf(await ask("POST", "Users", ada));
    const refused: [string, string, unknown, number, string?][] = [
      ["POST", "Users", "{", 400, "invalidSyntax"],
      ["POST", "Users", { ...ada, userName: "no address" }, 400, "invalidValue"],
      // Cyrillic; the sign for kelvin, which is a plain k in lower case; full width, which NFKC makes plain.
      ["POST", "Users", { ...ada, userName: "аda@example.test" }, 400, "invalidValue"],
      ["POST", "Users", { ...ada, userName: "\u212Aate@example.test" }, 400, "invalidValue"],
      ["POST", "Users", { ...ada, userName: "\uFF41da@example.test" }, 400, "invalidValue"],
      ["POST", "Users", { ...ada, emails: Array(21).fill({ value: "a@b.test" }) }, 400, "invalidValue"],
      ["POST", "Users", ada, 409, "uniqueness"],
      ["POST", "Users", { ...ada, userName: "ADA.new@example.test", externalId: "e2" }, 409, "uniqueness"],
      ["POST", "Users", { ...ada, userName: "x".repeat(300_000) }, 413],
      ["PATCH", `Users/${id}`, patch({ op: "move", path: "active", value: false }), 400, "invalidValue"],
      ["PATCH", `Users/${id}`, patch({ op: "replace", path: "active", value: "perhaps" }), 400, "invalidValue"],
      ["PATCH", `Users/${id}`, patch({ op: "remove", path: "active" }), 400, "mutability"],
      ["PATCH", `Users/${id}`, patch({ op: "remove" }), 400, "invalidPath"],
      ["PATCH", `Users/${id}`, patch({ op: "replace", value: 1 }), 400, "invalidSyntax"],
      ["PATCH", `Users/${id}`, patch(), 400, "invalidValue"],
      [
        "PATCH",
        `Users/${id}`,
        patch({ op: "replace", path: "active", value: false }, { op: "replace", path: "emails", value: "x" }),
        400,
        "invalidValue",
      ],
      ["DELETE", "Users", undefined, 405],
      ["POST", "ServiceProviderConfig", {}, 405],
      ["GET", "Nothing", undefined, 404],
    ];
    for (const [method, where, body, status, scimType] of refused) {
      const answer = await ask(method, where, body);
      expect({ where, body, status: answer.status, type: answer.body.scimType }).toEqual({
        where,
        body,
        status,
        type: scimType,
      });
    }
    for (const filter of ['userName sw "a"', "userName eq ada", 'a eq "b" or c eq "d"', 'constructor eq "x"'])
      expect(await search(filter)).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
    expect(await stored(id)).toMatchObject({ email: "ada.new@example.test", status: "active" });
  });
});

describe("a joiner", () => {
  test("has an account without a password, with the connection's role, found by user name and external id", async () => {
    const made = await ask("POST", "Users", { ...ada, displayName: "Ada\u0007\n<b>New</b>" });
    expect(made).toMatchObject({
      status: 201,
      body: { userName: ada.userName, externalId: "e1", active: true, displayName: "Ada <b>New</b>" },
    });
    const id = idOf(made);
    expect(await stored(id)).toMatchObject({ passwordHash: null, roles: ["auditor"], email: "ada.new@example.test" });
    for (const filter of ['userName eq "ADA.NEW@example.test"', 'externalId eq "e1"', `id eq "${id}"`])
      expect(await search(filter)).toMatchObject({ body: { totalResults: 1, Resources: [{ id }] } });
    // Somebody who was here before is found by their address, and not by a pattern.
    expect((await search(`userName eq "${org.users.owner.email}"`)).body.totalResults).toBe(1);
    expect((await search('userName eq "%"')).body.totalResults).toBe(0);
    expect((await search('externalId eq "E1"')).body.totalResults).toBe(0);
    const [entry] = await database().auditEntry.findMany({ where: { orgId: org.orgId, action: "person.joined" } });
    expect(entry).toMatchObject({ actorKind: "scim", actorId: connectionId, actorName: "Directory (SCIM)" });
  });

  test("two at the same moment are one", async () => {
    const both = await Promise.all([ask("POST", "Users", ada), ask("POST", "Users", ada)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("everybody is listed in pages that neither miss nor repeat", async () => {
    const all = (await ask("GET", "Users")).body;
    const ids = new Set<string>();
    for (let startIndex = 1; startIndex <= Number(all.totalResults); startIndex += 3) {
      const { body } = await ask("GET", `Users?startIndex=${startIndex}&count=3`);
      for (const { id } of body.Resources as { id: string }[]) ids.add(id);
    }
    expect(ids.size).toBe(all.totalResults);
    expect((await ask("GET", "Users?count=0")).body).toMatchObject({ itemsPerPage: 0, Resources: [] });
    expect((await ask("GET", "Users?startIndex=-5&count=100000")).body).toMatchObject({ startIndex: 1 });
  });
});

describe("a leaver", () => {
  const ways: [string, string, unknown][] = [
    ["as Entra says it", "PATCH", patch({ op: "Replace", path: "active", value: "False" })],
    ["as Okta says it", "PATCH", patch({ op: "replace", value: { active: false } })],
    ["by replacing", "PUT", { ...ada, active: false }],
    ["by deleting", "DELETE", undefined],
  ];
  for (const [how, method, body] of ways) {
    test(`${how}: the next request is refused, once recorded, and the same again changes nothing`, async () => {
      const id = idOf(await ask("POST", "Users", ada));
      const session = await sessionOf(id);
      expect(await resolveSession(session)).not.toBeNull();
      const first = await ask(method, `Users/${id}`, body);
      expect(first.status).toBe(method === "DELETE" ? 204 : 200);
      expect(await resolveSession(session)).toBeNull();
      expect((await ask(method, `Users/${id}`, body)).status).toBe(first.status);
      expect((await ask("GET", `Users/${id}`)).body.active).toBe(false);
      const entries = await database().auditEntry.findMany({ where: { orgId: org.orgId, action: "person.disabled" } });
      expect(entries).toMatchObject([{ targetId: id, actorId: connectionId }]);
      // Whoever comes back comes back without the old sessions.
      await ask("PATCH", `Users/${id}`, patch({ op: "replace", path: "active", value: true }));
      expect((await stored(id)).status).toBe("active");
      expect(await resolveSession(session)).toBeNull();
    });
  }

  test("the last admin cannot leave: 409 in every way, and the session goes on", async () => {
    const { id, email } = org.users.admin;
    const session = await sessionOf(id);
    for (const [, method, body] of ways) {
      const said = method === "PUT" ? { userName: email, active: false } : body;
      expect(await ask(method, `Users/${id}`, said)).toMatchObject({
        status: 409,
        body: { status: "409", scimType: "mutability", detail: expect.stringContaining("last active admin") },
      });
    }
    expect(await resolveSession(session)).not.toBeNull();
  });
});

test("names and addresses change in part, in the ways that directories write paths, and unknown ones are left aside", async () => {
  const id = idOf(
    await ask("POST", "Users", { userName: "b@example.test", name: { givenName: "Bo", familyName: "B" } }),
  );
  const changed = await ask(
    "PATCH",
    `Users/${id}`,
    patch(
      { op: "Add", path: "name.familyName", value: "Berg" },
      { op: "Replace", value: { "name.givenName": "Bea", title: "Dr" } },
      { op: "Replace", path: 'addresses[type eq "work"].country', value: "SE" },
      { op: "Replace", path: "userName", value: "bea@example.test" },
      { op: "Add", path: "externalId", value: "9" },
      { op: "Add", path: "__proto__", value: { active: false } },
    ),
  );
  expect(changed).toMatchObject({
    status: 200,
    body: { userName: "bea@example.test", externalId: "9", displayName: "Bea Berg", active: true },
  });
  expect(await stored(id)).toMatchObject({ email: "bea@example.test", name: "Bea Berg", status: "active" });
});

test("the domains of single sign-on bind the directory: elsewhere nobody is made or moved, and whoever is there can leave", async () => {
  const before = idOf(await ask("POST", "Users", { userName: "guest@elsewhere.test" }));
  await actByTwo(
    org,
    setSignOn(org.ctx, {
      reason: "for the test",
      version: null,
      signOn: {
        name: "House",
        issuer: "https://login.example.test",
        clientId: "gatehouse",
        clientSecret: null,
        domains: ["example.test"],
        trustsAddress: false,
        newcomers: false,
        newcomerRole: null,
        groupsClaim: null,
      },
    }),
  );
  const refused = { status: 400, body: { scimType: "invalidValue", detail: expect.stringContaining("example.test") } };
  for (const userName of ["b@elsewhere.test", "b@sub.example.test", "b@example.test.evil.test", "b@xexample.test"])
    expect(await ask("POST", "Users", { userName })).toMatchObject(refused);
  const id = idOf(await ask("POST", "Users", ada));
  const moved = patch({ op: "replace", path: "userName", value: "ada@elsewhere.test" });
  expect(await ask("PATCH", `Users/${id}`, moved)).toMatchObject(refused);
  expect((await ask("PATCH", `Users/${before}`, patch({ op: "replace", path: "active", value: false }))).status).toBe(
    200,
  );
});

test("says what it speaks", async () => {
  expect((await ask("GET", "ServiceProviderConfig")).body).toMatchObject({ patch: { supported: true } });
  expect((await ask("GET", "ResourceTypes")).body).toMatchObject({
    totalResults: 2,
    Resources: [{ id: "User" }, { id: "Group" }],
  });
  expect((await ask("GET", "Schemas/urn:ietf:params:scim:schemas:core:2.0:User")).body).toMatchObject({ name: "User" });
});
