import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor } from "@/lib/db/ctx";
import { editPerson } from "@/lib/guarded/edit-person";
import { endSession } from "./end-session";
import { endSessionsOf } from "./end-sessions-of";
import { listSessions } from "./list-sessions";
import { listSessionsOf } from "./list-sessions-of";
import { hashPassword } from "./password";
import { resolveSession } from "./resolve-session";
import { MOST_ATTEMPTS, SESSION_IDLE_MS } from "./rules";
import { signOut } from "./sign-out";
import { startSession } from "./start-session";
import { type TestOrg, testOrg } from "./testing";

await testDatabase();

const password = "correct horse battery";
const passwordHash = await hashPassword(password);
const nowhere = { address: null, userAgent: "test" };

let org: TestOrg;
let email: string;

beforeEach(async () => {
  await database().organisation.deleteMany();
  await database().signInAttempt.deleteMany();
  org = await testOrg();
  await database().user.updateMany({ where: { orgId: org.orgId }, data: { passwordHash } });
  email = org.users.auditor.email;
});

const entries = (action: string) =>
  database().auditEntry.findMany({ where: { orgId: org.orgId, action }, orderBy: { seq: "asc" } });
const signIn = () => startSession({ email, password }, nowhere);
const refusalOf = (credentials: unknown) =>
  startSession(credentials, nowhere).then(
    () => null,
    ({ code, message }) => ({ code, message }),
  );

describe("who is not let in", () => {
  test("hears the same sentence, whether the account is unknown, disabled, without a password, or the password wrong", async () => {
    const { owner, approver } = org.users;
    await database().user.update({ where: { id: owner.id }, data: { status: "disabled" } });
    await database().user.update({ where: { id: approver.id }, data: { passwordHash: null } });
    const refusals = await Promise.all([
      refusalOf({ email: "nobody@example.test", password }),
      refusalOf({ email, password: `${password}!` }),
      refusalOf({ email: owner.email, password }),
      refusalOf({ email: approver.email, password }),
      refusalOf({ email: { contains: "" }, password }),
      refusalOf({ email, password: "" }),
      refusalOf(null),
    ]);
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
    expect(refusals[0]).toMatchObject({ code: "unauthenticated" });
    expect(await database().session.count()).toBe(0);
  });

  test("is recorded with the reason, and never with what was typed as password", async () => {
    await refusalOf({ email, password: "hunter2hunter2" });
    await refusalOf({ email: "nobody@example.test", password: "hunter2hunter2" });
    const refused = await entries("session.refused");
    expect(refused.map(({ leaf }) => JSON.parse(leaf).detail.reason)).toEqual(["wrong password", "unknown account"]);
    expect(JSON.stringify(refused.map(({ leaf }) => leaf))).not.toContain("hunter2");
  });
});

describe("guessing", () => {
  test("after ten failures even the right password must wait, and the answer says how long", async () => {
    for (let i = 0; i < MOST_ATTEMPTS.account; i++) await refusalOf({ email, password: "wrong wrong wrong" });
    const refused = await signIn().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "rate_limited", retryAfterSeconds: expect.any(Number) });
    expect(refused).toHaveProperty(
      "retryAfterSeconds",
      expect.toSatisfy((s: number) => s > 0 && s <= 15 * 60),
    );
    expect(await database().session.count()).toBe(0);
  });

  test("many at the same moment get no more guesses than one after another", async () => {
    const many = Array.from({ length: 30 }, () => refusalOf({ email, password: "wrong wrong wrong" }));
    const codes = (await Promise.all(many)).map((refusal) => refusal?.code);
    expect(codes.filter((code) => code === "unauthenticated").length).toBeLessThanOrEqual(MOST_ATTEMPTS.account);
  });

  test("one address that tries one password on many accounts is stopped", async () => {
    const from = { address: "203.0.113.7", userAgent: null };
    await database().signInAttempt.createMany({
      data: Array.from({ length: MOST_ATTEMPTS.address }, () => ({ subject: `address:${from.address}` })),
    });
    await expect(startSession({ email, password }, from)).rejects.toMatchObject({ code: "rate_limited" });
    await expect(startSession({ email, password }, { ...from, address: "203.0.113.8" })).resolves.toBeDefined();
  });

  test("failures older than the window do not count, and a success clears the account", async () => {
    const old = new Date(Date.now() - 16 * 60_000);
    const marks = Array.from({ length: MOST_ATTEMPTS.account }, () => ({ subject: `account:${email}`, at: old }));
    await database().signInAttempt.createMany({ data: marks });
    await refusalOf({ email, password: "wrong wrong wrong" });
    await signIn();
    expect(await database().signInAttempt.count()).toBe(0);
  });
});

describe("a session", () => {
  test("that nobody was given, that expired or that lay idle is refused", async () => {
    const { token } = await signIn();
    expect(await resolveSession("made up")).toBeNull();
    await database().session.updateMany({ data: { lastSeenAt: new Date(Date.now() - SESSION_IDLE_MS - 1000) } });
    expect(await resolveSession(token)).toBeNull();
    await database().session.updateMany({ data: { lastSeenAt: new Date(), expiresAt: new Date() } });
    expect(await resolveSession(token)).toBeNull();
  });

  test("is refused at its next request after the person was disabled, and after their roles changed", async () => {
    const { token } = await signIn();
    const id = org.users.auditor.id;
    await editPerson(org.ctx, { id, roles: ["auditor", "compliance"] });
    expect(await resolveSession(token)).toBeNull();
    const { token: second } = await signIn();
    await editPerson(org.ctx, { id, status: "disabled" });
    expect(await resolveSession(second)).toBeNull();
    await editPerson(org.ctx, { id, status: "active" });
    expect(await resolveSession(second)).toBeNull();
  });

  test("goes on when only the name changed, and carries the new one", async () => {
    const { token } = await signIn();
    await editPerson(org.ctx, { id: org.users.auditor.id, name: "Renamed" });
    expect((await resolveSession(token))?.actor.name).toBe("Renamed");
  });

  test("of somebody else cannot be ended, and looks as if it did not exist", async () => {
    await signIn();
    const session = await database().session.findFirstOrThrow();
    await expect(endSession(org.as("owner"), { id: session.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(endSession(org.ctx, { id: session.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("that is ended or signed out is refused from the next request on, and recorded once", async () => {
    const { token } = await signIn();
    const found = await resolveSession(token);
    const own = contextFor(found?.actor ?? org.ctx.actor, org.orgId);
    const [session] = (await listSessions(own, {})).items;
    expect(session).toMatchObject({ current: true, userAgent: "test" });
    await endSession(own, { id: session?.id ?? "" });
    await endSession(own, { id: session?.id ?? "" });
    await signOut(token);
    expect(await resolveSession(token)).toBeNull();
    expect((await listSessions(own, {})).items).toEqual([]);
    expect(await entries("session.ended")).toHaveLength(1);
  });

  test("of anybody is ended by an admin, one or all, from its next request on and on record; by nobody else", async () => {
    const [{ token: one }, { token: two }] = [await signIn(), await signIn()];
    const id = org.users.auditor.id;
    const [session] = (await listSessionsOf(org.ctx, { id })).items;
    for (const role of ["security", "compliance", "auditor"] as const)
      await expect(endSessionsOf(org.as(role), { id })).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = { id: org.users.owner.id, sessionId: session?.id ?? "" };
    await expect(endSessionsOf(org.ctx, elsewhere)).rejects.toMatchObject({ code: "not_found" });
    expect(await endSessionsOf(org.ctx, { id, sessionId: session?.id ?? "" })).toEqual({ ended: 1 });
    expect([await resolveSession(one), await resolveSession(two)].filter((found) => found !== null)).toHaveLength(1);
    expect(await endSessionsOf(org.ctx, { id })).toEqual({ ended: 1 });
    expect(await resolveSession(one)).toBeNull();
    expect(await resolveSession(two)).toBeNull();
    expect(await endSessionsOf(org.ctx, { id })).toEqual({ ended: 0 });
    expect(await entries("session.ended")).toHaveLength(2);
  });

  test("is stored by its hash, and its use is written down at most once a minute", async () => {
    const { token } = await signIn();
    const row = await database().session.findFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(token);
    await resolveSession(token);
    expect((await database().session.findFirstOrThrow()).lastSeenAt).toEqual(row.lastSeenAt);
    const earlier = new Date(row.lastSeenAt.getTime() - 61_000);
    await database().session.updateMany({ data: { lastSeenAt: earlier } });
    await resolveSession(token);
    expect((await database().session.findFirstOrThrow()).lastSeenAt.getTime()).toBeGreaterThan(earlier.getTime());
  });

  test("does not come to be when the person is disabled at that very moment", async () => {
    const id = org.users.auditor.id;
    const [, started] = await Promise.allSettled([editPerson(org.ctx, { id, status: "disabled" }), signIn()]);
    const token = started.status === "fulfilled" ? started.value.token : "none";
    expect(await resolveSession(token)).toBeNull();
  });
});
