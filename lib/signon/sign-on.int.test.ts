/** Signing in through a provider that lies, and one that does not, with real requests on loopback and a real database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { actByTwo, byTwo } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { hashPassword } from "@/lib/identity/password";
import { resolveSession } from "@/lib/identity/resolve-session";
import { signOut } from "@/lib/identity/sign-out";
import { startSession } from "@/lib/identity/start-session";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { beginSignOn } from "./begin-sign-on";
import { completeSignOn } from "./complete-sign-on";
import type { SignOnInput } from "./contract";
import { getSignOn } from "./get-sign-on";
import { forgetMetadata } from "./provider";
import { removeSignOn } from "./remove-sign-on";
import { requireSignOn } from "./require-sign-on";
import { setGroupRoles } from "./set-group-roles";
import { setSignOn } from "./set-sign-on";
import { testSignOn } from "./test-sign-on";
import { type Lie, type LyingProvider, lyingProvider, newKey } from "./testing/lying-provider";
import { unlinkPerson } from "./unlink-person";

await testDatabase();
process.env.GATEHOUSE_EGRESS_ALLOW = "127.0.0.1";
const client = { id: "gatehouse", secret: "a secret of the client" };
const nowhere = { address: null, userAgent: "test" };
const password = "correct horse battery staple";

let provider: LyingProvider;
let org: TestOrg;
beforeAll(async () => {
  provider = await lyingProvider(client);
});
afterAll(() => provider.close());

const settings = (more: Partial<SignOnInput> = {}): SignOnInput => ({
  name: "House",
  issuer: provider.issuer,
  clientId: client.id,
  clientSecret: client.secret,
  domains: ["example.test"],
  trustsAddress: false,
  newcomers: false,
  newcomerRole: null,
  groupsClaim: null,
  ...more,
});
const set = async (more: Partial<SignOnInput> = {}) =>
  actByTwo(
    org,
    setSignOn(org.ctx, {
      version: (await getSignOn(org.ctx, {})).signOn?.version ?? null,
      signOn: settings(more),
      reason: "for the test",
    }),
  );

beforeEach(async () => {
  provider.lie = {};
  org = await testOrg();
  await set();
});

const person = (who: keyof TestOrg["users"], more: Record<string, unknown> = {}) => ({
  sub: `sub of ${org.users[who].id}`,
  email: org.users[who].email,
  email_verified: true,
  ...more,
});

async function signIn(claims: Record<string, unknown>, lie: Lie = {}) {
  provider.lie = lie;
  forgetMetadata(provider.issuer);
  const { to, cookie } = await beginSignOn(org.orgId, "/agents");
  return completeSignOn(provider.signIn(to, claims), cookie, nowhere);
}
const reasonFor = (claims: Record<string, unknown>, lie?: Lie) =>
  signIn(claims, lie).then(
    () => null,
    (error: { reason?: string }) => error.reason ?? error,
  );
const entries = (action: string) =>
  database().auditEntry.findMany({ where: { orgId: org.orgId, action }, orderBy: { seq: "asc" } });
const holder = async ({ token }: { token: string }) => (await resolveSession(token))?.actor;

describe("an answer that lies", () => {
  const past = Math.floor(Date.now() / 1000) - 600;
  const lies: [string, Lie, string][] = [
    ["another issuer", { claims: { iss: "https://evil.example" } }, "issuer"],
    ["another audience", { claims: { aud: "someone-else" } }, "audience"],
    ["another audience beside us", { claims: { aud: ["gatehouse", "x"], azp: "x" } }, "audience"],
    ["another nonce", { claims: { nonce: "of another sign-in" } }, "nonce"],
    ["no nonce", { claims: { nonce: undefined } }, "protocol"],
    ["a time that is over", { claims: { exp: past } }, "expired"],
    ["a foreign key", { key: newKey().privateKey }, "signature"],
    ["no algorithm", { header: { alg: "none" }, unsigned: true }, "signature"],
    [
      "no algorithm, which the metadata allows",
      {
        header: { alg: "none" },
        unsigned: true,
        metadata: { id_token_signing_alg_values_supported: ["none", "RS256"] },
      },
      "signature",
    ],
    [
      "a signature by the shared secret",
      { header: { alg: "HS256" }, metadata: { id_token_signing_alg_values_supported: ["HS256"] } },
      "signature",
    ],
    ["a key that is not published", { header: { kid: "9" } }, "signature"],
    ["a description of another provider", { metadata: { issuer: "https://evil.example" } }, "issuer"],
  ];
  for (const [what, lie, reason] of lies) {
    test(`${what} is refused, recorded and makes no session`, async () => {
      expect(await reasonFor(person("admin"), lie)).toBe(reason);
      expect(await database().session.count({ where: { orgId: org.orgId } })).toBe(0);
      expect(await database().providerAccount.count({ where: { orgId: org.orgId } })).toBe(0);
      // A provider that is somebody else already when the browser leaves has named nobody to be recorded.
      if (!lie.metadata?.issuer) expect((await entries("session.refused"))[0]?.leaf).toContain(`"reason":"${reason}"`);
    });
  }

  test("a subject that userinfo gives otherwise is refused", async () => {
    const { email: _, ...bare } = person("admin");
    expect(await reasonFor(bare, { userinfo: { sub: "another", email: org.users.admin.email } })).toBe("protocol");
  });

  test("an answer is taken only in the browser that began, once, in time, and from whom it was asked", async () => {
    const one = await beginSignOn(org.orgId, "/");
    const two = await beginSignOn(org.orgId, "/");
    const finish = (back: URLSearchParams, cookie?: string) =>
      completeSignOn(back, cookie, nowhere).then(
        () => null,
        ({ reason }) => reason,
      );
    const back = provider.signIn(one.to, person("admin"));
    expect(await finish(back)).toBe("stale");
    expect(await finish(back, "nonsense")).toBe("stale");
    expect(await finish(back, two.cookie)).toBe("stale");
    const elsewhere = new URLSearchParams({ ...Object.fromEntries(back), iss: "https://evil.example" });
    expect(await finish(elsewhere, one.cookie)).toBe("issuer");
    expect(await finish(back, one.cookie)).toBeNull();
    expect(await finish(back, one.cookie)).toBe("protocol");
    expect(await finish(new URLSearchParams({ error: "access_denied", state: "x" }), one.cookie)).toBe("stale");
  });

  test("settings that changed meanwhile, or went, end a sign-in that was begun with others", async () => {
    const { to, cookie } = await beginSignOn(org.orgId, "/");
    await set({ name: "Another" });
    await expect(completeSignOn(provider.signIn(to, person("admin")), cookie, nowhere)).rejects.toMatchObject({
      reason: "changed",
    });
    await removeSignOn(org.ctx, {});
    await expect(beginSignOn(org.orgId, "/")).rejects.toMatchObject({ reason: "off" });
  });
});

describe("who may come in", () => {
  test("only a verified address at an allowed domain, of one who is known and active", async () => {
    expect(await reasonFor(person("owner", { email_verified: false }))).toBe("unverified");
    expect(await reasonFor(person("owner", { email_verified: undefined }))).toBe("unverified");
    expect(await reasonFor(person("owner", { email: "x@other.test" }))).toBe("domain");
    expect(await reasonFor(person("owner", { email: "x@sub.example.test" }))).toBe("domain");
    expect(await reasonFor(person("owner", { email: undefined }))).toBe("noAddress");
    expect(await reasonFor({ sub: "s", email: "new@example.test", email_verified: true })).toBe("unknown");
    await actByTwo(org, editPerson(org.ctx, { reason: "for the test", id: org.users.owner.id, status: "disabled" }));
    expect(await reasonFor(person("owner"))).toBe("disabled");
    await set({ trustsAddress: true });
    expect(await reasonFor(person("security", { email_verified: false }))).toBe("unverified");
    expect(await reasonFor(person("security", { email_verified: undefined }))).toBeNull();
  });

  test("a look-alike is another person", async () => {
    const { email } = org.users.admin;
    expect(await reasonFor(person("admin", { email: email.replace("admin", "Admin") }))).toBe("lookAlike");
    expect(await reasonFor(person("admin", { email: email.replace("admin", "аdmin") }))).toBe("noAddress");
    expect(await reasonFor(person("admin", { email: email.replace("@", "+x@") }))).toBe("unknown");
    expect(await reasonFor(person("admin", { email: `${email} ` }))).toBe("noAddress");
    const elsewhere = await testOrg();
    expect(await reasonFor(person("admin", { email: elsewhere.users.admin.email }))).toBe("lookAlike");
  });

  test("an account is bound to the provider's subject: another with the same address is refused until unlinked", async () => {
    const first = await signIn(person("owner"));
    expect(await holder(first)).toMatchObject({ id: org.users.owner.id, roles: ["owner"] });
    expect(await reasonFor(person("owner", { sub: "made anew" }))).toBe("otherSubject");
    // The same subject under another address is still the same person.
    expect(await holder(await signIn(person("owner", { email: "renamed@example.test" })))).toMatchObject({
      id: org.users.owner.id,
    });
    await unlinkPerson(org.ctx, { id: org.users.owner.id });
    expect(await holder(first)).toBeUndefined();
    expect(await reasonFor(person("owner", { sub: "made anew" }))).toBeNull();
  });

  test("people are made at their first sign-in only where that is set, with the role that is set", async () => {
    const stranger = { sub: "s", email: "New.One@example.test", email_verified: true, name: "New\u0007 One" };
    await set({ newcomers: true });
    expect(await reasonFor(stranger)).toBe("noRole");
    expect(await database().user.count({ where: { email: "new.one@example.test" } })).toBe(0);
    await set({ newcomers: true, newcomerRole: "auditor" });
    expect(await holder(await signIn(stranger))).toMatchObject({ name: "New One", roles: ["auditor"] });
    expect(await holder(await signIn(stranger))).toMatchObject({ name: "New One", roles: ["auditor"] });
    expect(await entries("person.joined")).toHaveLength(1);
    await database().user.deleteMany({ where: { email: "new.one@example.test" } });
  });

  test("two first sign-ins at the same moment make one person", async () => {
    await set({ newcomers: true, newcomerRole: "auditor" });
    const stranger = { sub: "twice", email: "twice@example.test", email_verified: true };
    const both = await Promise.all([signIn(stranger), signIn(stranger)]);
    const [one, two] = await Promise.all(both.map(holder));
    expect(one?.id).toBe(two?.id);
    await database().user.deleteMany({ where: { email: "twice@example.test" } });
  });

  test("a disabled person's next request is refused, and so is their next sign-in; signing out ends the session", async () => {
    const session = await signIn(person("owner"));
    const other = await signIn(person("owner"));
    await signOut(other.token);
    expect(await holder(other)).toBeUndefined();
    expect(await holder(session)).toBeDefined();
    await actByTwo(org, editPerson(org.ctx, { reason: "for the test", id: org.users.owner.id, status: "disabled" }));
    expect(await holder(session)).toBeUndefined();
    expect(await reasonFor(person("owner"))).toBe("disabled");
  });
});

describe("groups", () => {
  test("give and take the roles that they rule and no others, with the difference in the audit log", async () => {
    await set({ groupsClaim: "groups" });
    await actByTwo(
      org,
      setGroupRoles(org.ctx, {
        reason: "for the test",
        groupRoles: [
          { group: "sec", role: "security" },
          { group: "appr", role: "approver" },
        ],
      }),
    );
    expect(await holder(await signIn(person("owner", { groups: ["sec", "appr", "x"] })))).toMatchObject({
      roles: ["security", "owner", "approver"],
    });
    const last = await signIn(person("owner", { groups: "appr" }));
    expect(await holder(last)).toMatchObject({ roles: ["owner", "approver"] });
    const changed = (await entries("person.changed")).at(-1);
    expect(changed?.leaf).toContain('"before":{"name":"The owner","roles":["security","owner","approver"],"units":[]}');
    expect(changed?.actorName).toBe("Gatehouse (single sign-on)");
    expect(await holder(await signIn(person("owner")))).toMatchObject({ roles: ["owner"] });
    expect(await holder(last)).toBeUndefined();
    expect(await reasonFor(person("owner", { _claim_names: { groups: "src" } }))).toBe("tooManyGroups");
  });

  test("whoever is in no group any more loses the roles and is not let in; the last admin stays one", async () => {
    await set({ groupsClaim: "groups" });
    await actByTwo(
      org,
      setGroupRoles(org.ctx, {
        reason: "for the test",
        groupRoles: [
          { group: "a", role: "admin" },
          { group: "s", role: "security" },
        ],
      }),
    );
    expect(await reasonFor(person("security"))).toBe("noRole");
    const where = { id: org.users.security.id };
    expect((await database().user.findUniqueOrThrow({ where })).roles).toEqual([]);
    expect(await holder(await signIn(person("admin")))).toMatchObject({ roles: ["admin"] });
  });
});

describe("requiring single sign-on", () => {
  const withPassword = async (who: "admin" | "owner") =>
    database().user.update({
      where: { id: org.users[who].id },
      data: { passwordHash: await hashPassword(password) },
    });
  const want = async (required: boolean, breakGlass: string[]) => {
    const { signOn } = await getSignOn(org.ctx, {});
    return requireSignOn(org.ctx, { version: signOn?.version ?? 0, required, breakGlass, reason: "for the test" });
  };
  const byPassword = (who: "admin" | "owner") =>
    startSession({ email: org.users[who].email, password }, nowhere).then(
      () => null,
      ({ message }: Error) => message,
    );

  test("waits for an admin who came in through these very settings, and for one who has a password", async () => {
    const admin = org.users.admin.id;
    await withPassword("admin");
    await expect(want(true, [admin])).rejects.toThrow("No admin has signed in");
    await signIn(person("owner"));
    await expect(want(true, [admin])).rejects.toThrow("No admin has signed in");
    await signIn(person("admin"));
    await expect(want(true, [])).rejects.toThrow("Name at least one");
    await expect(want(true, [org.users.owner.id])).rejects.toThrow("Name at least one");
    await set({ name: "Changed" });
    await expect(want(true, [admin])).rejects.toThrow("No admin has signed in");
    await signIn(person("admin"));
    expect((await want(true, [admin])).done?.signOn).toMatchObject({ required: true, breakGlass: [admin] });
  });

  test("refuses passwords but those of the named, in one sentence for every cause; and nobody can lock everybody out", async () => {
    const admin = org.users.admin.id;
    await withPassword("admin");
    await withPassword("owner");
    await signIn(person("admin"));
    await want(true, [admin]);
    const refused = await byPassword("owner");
    expect(refused).toContain("takes no passwords");
    const wrong = startSession({ email: org.users.owner.email, password: "wrong" }, nowhere);
    await expect(wrong).rejects.toThrow(refused ?? "");
    expect(await byPassword("admin")).toBeNull();
    await expect(set({ name: "Changed" })).rejects.toThrow("would lock people out");
    await expect(removeSignOn(org.ctx, {})).rejects.toThrow("would lock people out");
    // Another admin is there, but none whose password would be taken.
    await actByTwo(org, editPerson(org.ctx, { reason: "for the test", id: org.users.security.id, roles: ["admin"] }));
    await expect(editPerson(org.ctx, { id: admin, roles: ["owner"] })).rejects.toThrow(
      "when the identity provider fails",
    );
    const asked = await want(false, []);
    expect(asked).toMatchObject({ done: null, request: { weakenings: [{ way: "signOn.notRequired" }] } });
    expect(await byPassword("owner")).toContain("takes no passwords");
    await byTwo(org, asked);
    expect(await byPassword("owner")).toBeNull();
  });

  test("is not given up, and no more passwords are taken, by one person alone", async () => {
    const admin = org.users.admin.id;
    await withPassword("admin");
    await signIn(person("admin"));
    await want(true, [admin]);
    await actByTwo(org, editPerson(org.ctx, { reason: "for the test", id: org.users.owner.id, roles: ["admin"] }));
    await withPassword("owner");
    const { signOn } = await getSignOn(org.ctx, {});
    const off = { version: signOn?.version ?? 0, required: false, breakGlass: [] };
    await expect(requireSignOn(org.ctx, off)).rejects.toMatchObject({ code: "invalid_input" });
    const more = await want(true, [admin, org.users.owner.id]);
    expect(more.request?.weakenings.map(({ way }) => way)).toEqual(["signOn.morePasswords"]);
    expect((await getSignOn(org.ctx, {})).signOn).toMatchObject({ required: true, breakGlass: [admin] });
  });
});

describe("the settings", () => {
  test("keep the secret sealed, never show it, and give it to no other issuer or client", async () => {
    const shown = await getSignOn(org.ctx, {});
    expect(JSON.stringify(shown)).not.toContain(client.secret);
    expect(shown.signOn).toMatchObject({ hasSecret: true, proven: null });
    const row = await database().signOn.findUniqueOrThrow({ where: { orgId: org.orgId } });
    expect(Buffer.from(row.sealedSecret ?? []).includes(client.secret)).toBe(false);
    await expect(set({ clientSecret: undefined, clientId: "another" })).rejects.toThrow("Give the secret");
    await set({ clientSecret: "of another application" });
    expect(await reasonFor(person("owner"))).toBe("client");
    await set();
    await set({ clientSecret: undefined });
    expect(await reasonFor(person("owner"))).toBeNull();
    expect(JSON.stringify((await entries("signOn.set")).map(({ leaf }) => leaf))).not.toContain(client.secret);
    await expect(setSignOn(org.ctx, { version: 1, signOn: settings() })).rejects.toThrow("meanwhile");
  });

  test("are tried before they are saved, and say what is wrong", async () => {
    const failed = async (issuer: string, lie: Lie = {}) => {
      provider.lie = lie;
      const { checks } = await testSignOn(org.ctx, { issuer });
      return checks.filter(({ level }) => level !== "good").map(({ what, level }) => `${what} ${level}`);
    };
    expect(await failed(provider.issuer)).toEqual([]);
    expect(await failed(`${provider.issuer}/`)).toEqual(["issuer failed"]);
    expect(await failed(provider.issuer, { metadata: { issuer: "https://evil.example" } })).toEqual(["issuer failed"]);
    expect(await failed(provider.issuer, { metadata: { jwks_uri: `${provider.issuer}/none` } })).toEqual([
      "keys failed",
    ]);
    expect(
      await failed(provider.issuer, {
        metadata: { id_token_signing_alg_values_supported: ["none"], code_challenge_methods_supported: [] },
      }),
    ).toEqual(["algorithms failed", "pkce warning"]);
    expect(await failed("https://10.0.0.1")).toEqual(["discovery failed"]);
    const inside = await testSignOn(org.ctx, { issuer: "http://169.254.169.254" });
    expect(inside.checks[0]?.text).toContain("not a public address");
  });
});
