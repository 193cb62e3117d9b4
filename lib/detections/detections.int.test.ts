/** Detections on a real database: true and false cases through the real intake, raised once, exact when calls come late. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { callOf } from "@/lib/activity/testing";
import { database } from "@/lib/db/client";
import { signedDelegation } from "@/lib/delegations/testing";
import { actByTwo, type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import type { FindingKind } from "@/lib/findings/contract";
import { dismissFinding } from "@/lib/findings/dismiss-finding";
import { getFinding } from "@/lib/findings/get-finding";
import { listFindings } from "@/lib/findings/list-findings";
import { registerAgent } from "@/lib/inventory/register-agent";
import { DAY_MS, HOUR_MS, startOf } from "./hours";
import { counted, deniedOf, reported } from "./testing";
import { watchCalls, watchState } from "./watch-detections";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

let made = 0;
const agentOf = async (dataClasses: ("personal" | "public")[] = []) =>
  (
    await registerAgent(fleet.ctx, {
      name: `Agent ${++made}`,
      purpose: "x",
      dataClasses,
      ownerId: fleet.users.owner.id,
    })
  ).id;
const pointFor = async (...agents: string[]) => (await testPoint(fleet.ctx, agents)).point;
const look = () => watchCalls(fleet.system);
const found = async (agentId: string, kind: FindingKind) =>
  (await listFindings(fleet.ctx, { subjectId: agentId, kind })).items;
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
/** A call as if it had been made that long ago: the counts follow it. */
const earlier = (agentId: string, ms: number) =>
  database().$executeRaw`UPDATE "ActivityEvent" SET "receivedAt" = "receivedAt" - make_interval(secs => ${ms / 1000})
    WHERE "orgId" = ${fleet.orgId} AND "agentId" = ${agentId}`;

describe("denials", () => {
  test("few of them, or among many calls that were allowed, raise nothing", async () => {
    const [few, busy] = [await agentOf(), await agentOf()];
    const point = await pointFor(few, busy);
    await reported(point, [
      ...times(19, () => deniedOf(few)),
      ...times(25, () => deniedOf(busy)),
      ...times(26, () => callOf(busy)),
    ]);
    await look();
    expect([...(await found(few, "agent.denials")), ...(await found(busy, "agent.denials"))]).toEqual([]);
  });
  test("of an agent that is stopped raise nothing: that is the stop at work", async () => {
    const agent = await agentOf();
    await reported(
      await pointFor(agent),
      times(40, () => deniedOf(agent, { code: "agent_suspended" })),
    );
    await look();
    expect(await found(agent, "agent.denials")).toEqual([]);
  });
  test("that spike raise once, however often and by however many they are looked at, and name the first calls", async () => {
    const agent = await agentOf();
    const events = times(20, () => deniedOf(agent));
    await reported(await pointFor(agent), events);
    await Promise.all([look(), look(), look()]);
    await look();
    const items = await found(agent, "agent.denials");
    expect(items).toMatchObject([{ status: "open", severity: "high", seen: 1 }]);
    const { detail } = await getFinding(fleet.ctx, { id: items[0]?.id ?? "" });
    expect(detail).toMatchObject({ detection: "denial-spike", denied: 20, calls: 20, firstAt: expect.any(String) });
    expect(events.map(({ id }) => id)).toEqual(expect.arrayContaining(detail.callIds as string[]));
  });
  test("that come late are told exactly, in the finding that is there, and a dismissed one stays so in its window", async () => {
    const agent = await agentOf();
    const point = await pointFor(agent);
    await reported(
      point,
      times(20, () => deniedOf(agent)),
    );
    await look();
    await reported(
      point,
      times(30, () => deniedOf(agent)),
    );
    await look();
    const [one] = await found(agent, "agent.denials");
    expect(one?.title).toMatch(/^50 of 50 calls/);
    await actByTwo(fleet, dismissFinding(fleet.ctx, { id: one?.id ?? "", reason: "a test" }));
    await look();
    expect(await found(agent, "agent.denials")).toMatchObject([{ status: "dismissed" }]);
  });
  test("that were committed while no worker looked are found in their own hour", async () => {
    const agent = await agentOf();
    await reported(
      await pointFor(agent),
      times(20, () => deniedOf(agent)),
    );
    await earlier(agent, 30 * HOUR_MS);
    await database().detectionWatch.update({
      where: { orgId: fleet.orgId },
      data: { evaluatedTo: new Date(Date.now() - 31 * HOUR_MS) },
    });
    await look();
    expect(await found(agent, "agent.denials")).toHaveLength(1);
  });
});

describe("privilege escalation", () => {
  test("is not what is allowed, nor a denial of ordinary work", async () => {
    const agent = await agentOf();
    await reported(await pointFor(agent), [
      ...times(3, () => callOf(agent, { tool: "idp/grant_role", operationClass: "config.change" })),
      ...times(5, () => deniedOf(agent, { tool: "crm/administer_survey" })),
    ]);
    await look();
    expect(await found(agent, "agent.escalation")).toEqual([]);
  });
  test("is denied changes of configuration, and tools named for rights whatever class they have", async () => {
    const agent = await agentOf();
    await reported(await pointFor(agent), [
      deniedOf(agent, { tool: "bank/close_account", operationClass: "config.change" }),
      deniedOf(agent, { tool: "idp/addUserToRole", operationClass: null }),
      deniedOf(agent, { tool: "vault/read_api_keys", operationClass: "read" }),
    ]);
    await look();
    expect(await found(agent, "agent.escalation")).toMatchObject([
      { severity: "high", title: expect.stringContaining("3 times") },
    ]);
  });
});

describe("a toxic combination", () => {
  const exportCall = (agentId: string, more = {}) =>
    callOf(agentId, { tool: "mail/send", operationClass: "data.export", ...more });
  test("needs sensitive data, both halves, and nobody who was asked", async () => {
    const [open, half, asked] = [await agentOf(["public"]), await agentOf(["personal"]), await agentOf(["personal"])];
    await reported(await pointFor(open, half, asked), [
      callOf(open),
      exportCall(open),
      exportCall(half),
      callOf(asked),
      exportCall(asked, { checkpointId: "chk_1" }),
    ]);
    await look();
    for (const agent of [open, half, asked]) expect(await found(agent, "agent.toxic")).toEqual([]);
  });
  test("of one agent is found once, stays dismissed, and opens anew when it sends with another tool", async () => {
    const agent = await agentOf(["personal"]);
    const point = await pointFor(agent);
    await reported(point, [callOf(agent), exportCall(agent)]);
    await look();
    const items = await found(agent, "agent.toxic");
    expect(items).toMatchObject([{ severity: "high", seen: 1 }]);
    await actByTwo(fleet, dismissFinding(fleet.ctx, { id: items[0]?.id ?? "", reason: "this is its work" }));
    await reported(point, [callOf(agent), exportCall(agent)]);
    await look();
    expect(await found(agent, "agent.toxic")).toHaveLength(1);
    await reported(point, [exportCall(agent, { tool: "ftp/put" })]);
    await look();
    expect((await found(agent, "agent.toxic")).map(({ status }) => status)).toEqual(["open", "dismissed"]);
  });
  test("through a delegation is found where the chain names the reader, and not where it does not", async () => {
    const [reader, sender, stranger] = [await agentOf(["personal"]), await agentOf(), await agentOf(["personal"])];
    await signedDelegation(fleet.ctx, reader, sender);
    await signedDelegation(fleet.ctx, stranger, sender);
    await reported(await pointFor(reader, sender, stranger), [
      callOf(reader),
      callOf(stranger),
      exportCall(sender, { chain: [reader] }),
      exportCall(sender),
    ]);
    await look();
    await look();
    expect(await found(reader, "agent.toxic")).toMatchObject([
      { title: expect.stringContaining("on its word"), seen: 1 },
    ]);
    expect(await found(stranger, "agent.toxic")).toEqual([]);
  });
});

describe("against its past", () => {
  const today = () => startOf(new Date(), DAY_MS);
  const past = (agentId: string, days: number, calls = 40) =>
    counted(
      fleet.orgId,
      times(days * 24, (n) => ({
        agentId,
        from: new Date(today().getTime() - (n + 1) * HOUR_MS),
        cells: [
          {
            pepId: "pep",
            tool: "bank/balance",
            operationClass: "read",
            effect: "allow",
            code: "permitted",
            asked: false,
            calls: calls + (n % 5),
          },
        ],
      })),
    );
  test("an agent does what it always did: nothing; it calls a new tool, reaches a new server, and is refused: each once", async () => {
    const agent = await agentOf();
    await past(agent, 10);
    const point = await pointFor(agent);
    await reported(
      point,
      times(30, () => callOf(agent)),
    );
    await look();
    expect((await listFindings(fleet.ctx, { subjectId: agent })).items).toEqual([]);
    await reported(point, [
      callOf(agent, { tool: "bank/pay" }),
      callOf(agent, { tool: "elsewhere/put" }),
      ...times(12, () => deniedOf(agent)),
    ]);
    await look();
    await look();
    const { items } = await listFindings(fleet.ctx, { subjectId: agent });
    expect(items.map(({ kind, seen }) => [kind, seen]).sort()).toEqual([
      ["agent.denials", 1],
      ["agent.newDestination", 1],
      ["agent.newTool", 1],
    ]);
  });
  test("far more calls than ever are found, and not while an agent is learned", async () => {
    const [known, young] = [await agentOf(), await agentOf()];
    await past(known, 10, 5);
    await past(young, 2, 5);
    await reported(await pointFor(known, young), [
      ...times(80, () => callOf(known)),
      ...times(80, () => callOf(young)),
    ]);
    await look();
    expect(await found(known, "agent.rate")).toMatchObject([{ severity: "medium" }]);
    expect(await found(young, "agent.rate")).toEqual([]);
  });
  test("an agent that slept for weeks is found when it wakes, a new one is not", async () => {
    const [slept, fresh] = [await agentOf(), await agentOf()];
    await counted(fleet.orgId, [
      {
        agentId: slept,
        from: new Date(today().getTime() - 40 * DAY_MS),
        cells: [
          {
            pepId: "p",
            tool: "bank/balance",
            operationClass: "read",
            effect: "allow",
            code: "permitted",
            asked: false,
            calls: 1,
          },
        ],
      },
    ]);
    await reported(await pointFor(slept, fresh), [callOf(slept), callOf(fresh)]);
    await look();
    expect(await found(slept, "agent.dormant")).toMatchObject([{ title: expect.stringContaining("after 40 days") }]);
    expect(await found(fresh, "agent.dormant")).toEqual([]);
  });
});

test("several agents behind one key are found where the key is in their own process, and not behind a proxy", async () => {
  const agents = [await agentOf(), await agentOf()];
  const { point, enrolment } = await testPoint(fleet.ctx, agents);
  await reported(
    point,
    agents.map((agent) => callOf(agent)),
  );
  await look();
  const of = () => listFindings(fleet.ctx, { kind: "credential.shared" });
  expect((await of()).items).toEqual([]);
  await database().pep.update({ where: { id: enrolment.pepId }, data: { kind: "sdk" } });
  await look();
  await look();
  expect((await of()).items).toMatchObject([{ subject: { kind: "point", id: enrolment.pepId }, seen: 1 }]);
});

test("an owner who is gone is found, and the finding closes when there is another", async () => {
  const agent = await agentOf();
  await watchState(fleet.system);
  expect(await found(agent, "agent.ownerGone")).toEqual([]);
  await database().user.update({ where: { id: fleet.users.owner.id }, data: { status: "disabled" } });
  await watchState(fleet.system);
  await watchState(fleet.system);
  expect(await found(agent, "agent.ownerGone")).toMatchObject([{ status: "open", severity: "high", seen: 1 }]);
  expect(await found(fleet.agentId, "agent.ownerGone")).toMatchObject([{ severity: "medium" }]);
  await database().user.update({ where: { id: fleet.users.owner.id }, data: { status: "active" } });
  await watchState(fleet.system);
  expect(await found(agent, "agent.ownerGone")).toMatchObject([{ status: "resolved" }]);
});
