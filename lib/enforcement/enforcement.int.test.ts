import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { contextFor, nobody } from "@/lib/db/ctx";
import { generateSigningKey, signToken } from "@/sdk/crypto";
import { enrolPoint } from "./enrol-point";
import { fetchBundle } from "./fetch-bundle";
import { getStopOrder } from "./get-stop-order";
import { invitePoint } from "./invite-point";
import { killAgent } from "./kill-agent";
import { listAcks } from "./list-acks";
import { listPoints } from "./list-points";
import { releaseAgent } from "./release-agent";
import { reportAcks } from "./report-acks";
import { reportHeartbeat } from "./report-heartbeat";
import { resolvePoint } from "./resolve-point";
import { revokePoint } from "./revoke-point";
import { suspendAgent } from "./suspend-agent";
import { releaseByTwo, type TestFleet, testFleet } from "./testing";

await testDatabase();
let fleet: TestFleet;
let other: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
  other = await testFleet("Another organisation");
});

const code = (value: string) => expect.objectContaining({ code: value });
const stranger = contextFor(nobody, "");
const enrolment = (token: string, publicKey = generateSigningKey().publicKeyPem) => ({
  token,
  publicKey,
  kind: "mcp-proxy" as const,
  name: "x",
  version: "0",
});

describe("enrolment", () => {
  test("an unknown token is refused", async () => {
    await expect(enrolPoint(stranger, enrolment("gh_enrol_this_was_never_made"))).rejects.toEqual(
      code("token_refused"),
    );
  });
  test("an expired token is refused", async () => {
    const { token, id } = await invitePoint(fleet.ctx, { name: "late" });
    await database().enrolmentToken.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(enrolPoint(stranger, enrolment(token))).rejects.toEqual(code("token_refused"));
  });
  test("a token works once, also when two bring it at the same time", async () => {
    const { token } = await invitePoint(fleet.ctx, { name: "once" });
    const tries = await Promise.allSettled([
      enrolPoint(stranger, enrolment(token)),
      enrolPoint(stranger, enrolment(token)),
    ]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
  test("a token of one kind enrols no other kind", async () => {
    const { token } = await invitePoint(fleet.ctx, { name: "kind", kind: "sdk" });
    await expect(enrolPoint(stranger, enrolment(token))).rejects.toEqual(code("token_refused"));
  });
  test("what is not an Ed25519 key is refused and the token stays good", async () => {
    const { token } = await invitePoint(fleet.ctx, { name: "key" });
    await expect(enrolPoint(stranger, enrolment(token, "no key at all"))).rejects.toEqual(code("invalid_input"));
    await expect(enrolPoint(stranger, enrolment(token))).resolves.toMatchObject({ org: fleet.orgId });
  });
  test("an agent of another organisation cannot be put in scope", async () => {
    await expect(invitePoint(fleet.ctx, { name: "foreign", agents: [other.agentId] })).rejects.toEqual(
      code("invalid_input"),
    );
  });
  test("only those who manage points make tokens", async () => {
    await expect(invitePoint(fleet.as("owner"), { name: "no" })).rejects.toEqual(code("forbidden"));
  });
  test("no token is kept in the clear", async () => {
    const { token } = await invitePoint(fleet.ctx, { name: "hashed" });
    const rows = await database().$queryRaw<
      { found: bigint }[]
    >`SELECT count(*) AS found FROM "EnrolmentToken" t WHERE t::text LIKE ${`%${token}%`}`;
    expect(Number(rows[0]?.found)).toBe(0);
  });
});

describe("a point's token", () => {
  const now = () => Math.floor(Date.now() / 1000);
  const claims = (more: object = {}) => ({
    iss: fleet.enrolment.pepId,
    aud: "gatehouse" as const,
    iat: now(),
    exp: now() + 60,
    jti: "j",
    ...more,
  });
  test("signed by another key is refused", async () => {
    expect(await resolvePoint(signToken(generateSigningKey(), claims()))).toBeNull();
  });
  test("that is expired, too long-lived, from the future or for others is refused", async () => {
    for (const wrong of [
      { exp: now() - 1 },
      { exp: now() + 3600 },
      { iat: now() + 120, exp: now() + 180 },
      { aud: "others" },
      { iss: "pep_nobody" },
    ]) {
      expect(await resolvePoint(signToken(fleet.key, claims(wrong)))).toBeNull();
    }
  });
  test("that is garbage, unsigned or huge is refused", async () => {
    const [header, payload] = signToken(fleet.key, claims()).split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    for (const wrong of [
      "",
      "a.b.c",
      `${header}.${payload}.`,
      `${none}.${payload}.`,
      `${header}.${payload}.AAAA`,
      "x".repeat(10_000),
    ]) {
      expect(await resolvePoint(wrong)).toBeNull();
    }
  });
  test("of its own key is who it says", async () => {
    expect(await resolvePoint(signToken(fleet.key, claims()))).toMatchObject({
      orgId: fleet.orgId,
      actor: { kind: "pep", id: fleet.enrolment.pepId },
    });
  });
  test("is refused after the point was revoked", async () => {
    const doomed = await testFleet("Revoked");
    await revokePoint(doomed.ctx, { id: doomed.enrolment.pepId, reason: "lost laptop" });
    expect(await resolvePoint(signToken(doomed.key, { ...claims(), iss: doomed.enrolment.pepId }))).toBeNull();
    await expect(revokePoint(doomed.ctx, { id: doomed.enrolment.pepId, reason: "again" })).rejects.toEqual(
      code("conflict"),
    );
  });
});

describe("acknowledgements", () => {
  test("of a revision that was never signed are dropped", async () => {
    const { accepted } = await reportAcks(fleet.point, {
      acks: [{ kind: "bundle", revision: 999, result: "loaded", at: new Date().toISOString() }],
    });
    expect(accepted).toBe(0);
  });
  test("show the revision at the point and how long it took", async () => {
    await reportAcks(fleet.point, {
      acks: [{ kind: "bundle", revision: fleet.revision, result: "loaded", at: new Date().toISOString() }],
    });
    const { points } = await listAcks(fleet.ctx, { revision: fleet.revision });
    expect(points.find(({ pepId }) => pepId === fleet.enrolment.pepId)).toMatchObject({
      result: "loaded",
      ms: expect.any(Number),
    });
  });
  test("of a refusal are recorded once in the audit log", async () => {
    const ack = {
      kind: "bundle" as const,
      revision: fleet.revision,
      result: "refused" as const,
      reason: "bad signature",
      at: new Date().toISOString(),
    };
    await reportAcks(fleet.point, { acks: [ack, ack] });
    expect(await database().auditEntry.count({ where: { orgId: fleet.orgId, action: "point.refusedBundle" } })).toBe(1);
  });
  test("another organisation's bundle is not found", async () => {
    await expect(fetchBundle(contextFor(fleet.point.actor, "org_nothing"), { revision: 1 })).rejects.toEqual(
      code("not_found"),
    );
  });
});

describe("stopping an agent", () => {
  test("another organisation's agent does not exist", async () => {
    await expect(killAgent(fleet.ctx, { id: other.agentId, reason: "x" })).rejects.toEqual(code("not_found"));
  });
  test("an owner stops only what is theirs, an executive nothing", async () => {
    const foreign = await testFleet("Not mine");
    await database().agent.update({ where: { id: foreign.agentId }, data: { ownerId: null } });
    await expect(killAgent(foreign.as("owner"), { id: foreign.agentId, reason: "x" })).rejects.toEqual(
      code("forbidden"),
    );
    await expect(killAgent(foreign.as("executive"), { id: foreign.agentId, reason: "x" })).rejects.toEqual(
      code("forbidden"),
    );
  });
  test("goes to the control log, names each point, and counts time only once confirmed", async () => {
    const mine = await testFleet("Stopping");
    await reportHeartbeat(mine.point, {
      version: "1",
      revision: 1,
      spoolDepth: 0,
      gaps: 0,
      clock: new Date().toISOString(),
    });
    await database().pep.update({ where: { id: mine.enrolment.pepId }, data: { connected: true } });
    const order = await killAgent(mine.as("owner"), { id: mine.agentId, reason: "stop" });
    expect(order.points).toMatchObject([{ pepId: mine.enrolment.pepId, state: "pending", ms: null }]);
    const log = await database().controlLog.findMany({
      where: { orgId: mine.orgId },
      orderBy: { seq: "desc" },
      take: 1,
    });
    expect(log[0]?.body).toMatchObject({
      type: "agent",
      agentId: mine.agentId,
      status: "killed",
      orderId: order.orderId,
    });
    await reportAcks(mine.point, { acks: [{ kind: "order", orderId: order.orderId, at: new Date().toISOString() }] });
    expect((await getStopOrder(mine.ctx, { id: order.orderId })).points).toMatchObject([
      { state: "confirmed", ms: expect.any(Number) },
    ]);
    await expect(suspendAgent(mine.ctx, { id: mine.agentId, reason: "x" })).rejects.toEqual(code("conflict"));
    await expect(releaseAgent(mine.as("owner"), { id: mine.agentId, reason: "x" })).rejects.toEqual(code("forbidden"));
    expect((await releaseByTwo(mine, mine.agentId)).status).toBe("active");
  });
  test("a point that is silent is shown with the end of its lease, not as stopped", async () => {
    const mine = await testFleet("Silent");
    await database().pep.update({
      where: { id: mine.enrolment.pepId },
      data: { lastSeenAt: new Date(Date.now() - 40_000) },
    });
    const order = await killAgent(mine.ctx, { id: mine.agentId, reason: "stop" });
    expect(order.points).toMatchObject([{ state: "unreachable", ms: null, leaseEndsAt: expect.any(String) }]);
  });
});

test("points of another organisation are not listed", async () => {
  const ids = (await listPoints(fleet.ctx, {})).items.map(({ id }) => id);
  expect(ids).toContain(fleet.enrolment.pepId);
  expect(ids).not.toContain(other.enrolment.pepId);
});

test("the control log only grows", async () => {
  await expect(database().$executeRaw`DELETE FROM "ControlLog"`).rejects.toThrow(/append-only/);
  await expect(database().$executeRaw`UPDATE "AuditEntry" SET action = 'x'`).rejects.toThrow(/append-only/);
  await expect(database().$executeRaw`TRUNCATE "AuditEntry" CASCADE`).rejects.toThrow(/append-only/);
});
