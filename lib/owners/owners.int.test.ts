import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { database } from "@/lib/db/client";
import { transaction } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { editPerson } from "@/lib/guarded/edit-person";
import { changePerson } from "@/lib/identity/change-person";
import { testOrg } from "@/lib/identity/testing";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import { attendOwners } from "./attend-owners";
import { getLeaver } from "./get-leaver";
import { handOverAgents } from "./hand-over-agents";
import { listLeavers } from "./list-leavers";
import { setGrace } from "./set-grace";

await testDatabase();
let org: TestFleet;
let made = 0;

/** Somebody who owns `count` agents, backed up by the approver. */
async function ownerOf(count: number, more: Partial<Parameters<typeof registerAgent>[1]> = {}) {
  const name = `Owner ${++made}`;
  const id = newId("user");
  await database().user.create({
    data: { id, orgId: org.orgId, name, email: `${id}@example.test`, roles: ["owner"] },
  });
  const agents: string[] = [];
  for (let at = 0; at < count; at++) {
    const agent = await registerAgent(org.ctx, {
      ...{ name: `Agent ${made}.${at}`, purpose: "works", ownerId: id, backupOwnerId: org.users.approver.id },
      ...more,
    });
    agents.push(agent.id);
  }
  return { id, name, agents };
}
const setStatus = (id: string, status: "active" | "disabled") =>
  transaction(org.system, (tx) => changePerson(tx, { id, status }));
/** As if so many hours had gone by since people left. */
const goBy = (hours: number) => database().$executeRaw`
  UPDATE "OwnerGrace" SET "startedAt" = "startedAt" - make_interval(hours => ${hours}::int), "dueAt" = "dueAt" - make_interval(hours => ${hours}::int),
    "warnedAt" = "warnedAt" - make_interval(hours => ${hours}::int) WHERE "orgId" = ${org.orgId}`;
const statusOf = async (id: string) => (await getAgent(org.ctx, { id })).status;
const messagesAbout = (person: string) =>
  database().message.findMany({
    where: { orgId: org.orgId, kind: "ownership", subjectId: person },
    orderBy: { createdAt: "asc" },
  });
const noticesTo = async (person: string, to: string) =>
  (await messagesAbout(person))
    .filter(({ userId }) => userId === to)
    .map(({ facts }) => (facts as { notice: string }).notice);
const actionsOn = async (id: string) =>
  (await database().auditEntry.findMany({ where: { orgId: org.orgId, targetId: id }, orderBy: { seq: "asc" } })).map(
    ({ action }) => action,
  );

beforeAll(async () => {
  org = await testFleet();
});

describe("refuses", () => {
  test("another time by those who are no operators, and one that is none or too long", async () => {
    await expect(setGrace(org.as("owner"), { graceDays: 30 })).rejects.toMatchObject({ code: "forbidden" });
    for (const graceDays of [0, 91, 1.5])
      await expect(setGrace(org.ctx, { graceDays })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("a hand-over of another organisation's person, and row by row what is not theirs, is nobody's to give or goes to nobody", async () => {
    const elsewhere = await testOrg();
    const { id, agents } = await ownerOf(1);
    const [agentId = ""] = agents;
    const to = org.users.security.id;
    const foreign = { id: elsewhere.users.owner.id, to, agentIds: agents, reason: "x" };
    await expect(handOverAgents(org.ctx, foreign)).rejects.toMatchObject({ code: "not_found" });
    await expect(getLeaver(org.ctx, { id: elsewhere.users.owner.id })).rejects.toMatchObject({ code: "not_found" });
    const agentIds = [org.agentId, newId("agent"), agentId];
    const { results } = await handOverAgents(org.as("owner"), { id, to, agentIds, reason: "x" });
    expect(results.map(({ outcome }) => outcome)).toEqual(["refused", "refused", "refused"]);
    const gone = await handOverAgents(org.ctx, { id, to: elsewhere.users.owner.id, agentIds: agents, reason: "x" });
    expect(gone.results).toMatchObject([{ outcome: "refused", why: expect.stringContaining("active person") }]);
    expect((await getAgent(org.ctx, { id: agentId })).ownerId).toBe(id);
  });
});

describe("an owner who leaves", () => {
  test("leaves agents with a date; operators and the backup owner are told once, by however many workers", async () => {
    const { id, agents } = await ownerOf(2);
    expect((await attendOwners(org.system)).begun).toBe(0);
    await editPerson(org.ctx, { id, status: "disabled" });
    await Promise.all([attendOwners(org.system), attendOwners(org.system), attendOwners(org.system)]);
    const { graceDays, items } = await listLeavers(org.ctx, {});
    expect(graceDays).toBe(14);
    const leaver = items.find(({ person }) => person.id === id);
    expect(leaver).toMatchObject({ owns: 2, backsUp: 0 });
    const left = Date.parse(leaver?.dueAt ?? "") - Date.now();
    expect(Math.round(left / 86_400_000)).toBe(14);
    for (const to of ["admin", "security", "approver"] as const)
      expect(await noticesTo(id, org.users[to].id), to).toEqual(["ownerLeft"]);
    expect(await noticesTo(id, org.users.auditor.id)).toEqual([]);
    for (const agent of agents)
      expect((await actionsOn(agent)).filter((one) => one === "agent.ownerLeft")).toHaveLength(1);
  });

  test("who comes back before the end finds everything as it was", async () => {
    const { id, agents } = await ownerOf(1);
    const [agentId = ""] = agents;
    await setStatus(id, "disabled");
    await attendOwners(org.system);
    await setStatus(id, "active");
    await goBy(24 * 20);
    await attendOwners(org.system);
    expect(await statusOf(agentId)).toBe("active");
    expect(await database().ownerGrace.count({ where: { agentId } })).toBe(0);
    expect(await actionsOn(agentId)).toContain("agent.ownerNamed");
  });

  test("is warned of a day before the end; then each agent is suspended once, with its reason, its order and its messages", async () => {
    const { id, name, agents } = await ownerOf(2);
    await setStatus(id, "disabled");
    await attendOwners(org.system);
    await goBy(24 * 13 + 1);
    await attendOwners(org.system);
    await attendOwners(org.system);
    expect(await noticesTo(id, org.users.approver.id)).toEqual(["ownerLeft", "graceEnds"]);
    for (const agent of agents) expect(await statusOf(agent)).toBe("active");
    await goBy(25);
    await Promise.all([attendOwners(org.system), attendOwners(org.system)]);
    for (const agent of agents) {
      expect(await getAgent(org.ctx, { id: agent })).toMatchObject({
        status: "suspended",
        statusReason: `Its owner ${name} left, and nobody else was named in time.`,
      });
      expect((await actionsOn(agent)).filter((one) => one === "agent.suspended")).toHaveLength(1);
      expect(await database().stopOrder.count({ where: { orgId: org.orgId, agentId: agent } })).toBe(1);
    }
    const told = await noticesTo(id, org.users.security.id);
    expect(told.filter((one) => one === "agentsSuspended")).toHaveLength(2);
  });

  test("is still warned of for a whole day where no worker ran until after the end", async () => {
    const { id, agents } = await ownerOf(1);
    const [agentId = ""] = agents;
    await setStatus(id, "disabled");
    await attendOwners(org.system);
    await goBy(24 * 40);
    await attendOwners(org.system);
    expect(await statusOf(agentId)).toBe("active");
    await goBy(23);
    await attendOwners(org.system);
    expect(await statusOf(agentId)).toBe("active");
    await goBy(2);
    await attendOwners(org.system);
    expect(await statusOf(agentId)).toBe("suspended");
  });

  test("has the time that stood when they left, whatever is set afterwards", async () => {
    const { id, agents } = await ownerOf(1);
    await setStatus(id, "disabled");
    await attendOwners(org.system);
    await setGrace(org.as("security"), { graceDays: 3 });
    const later = await ownerOf(1);
    await setStatus(later.id, "disabled");
    await attendOwners(org.system);
    await setGrace(org.ctx, { graceDays: 14 });
    const daysOf = async (agentId = "") => {
      const { startedAt, dueAt } = await database().ownerGrace.findUniqueOrThrow({ where: { agentId } });
      return (dueAt.getTime() - startedAt.getTime()) / 86_400_000;
    };
    expect([await daysOf(agents[0]), await daysOf(later.agents[0])]).toEqual([14, 3]);
  });

  test("without a backup leaves requests that nobody can decide, and says so; the new owner is asked", async () => {
    const fleet = await testFleet();
    const { id } = fleet.users.owner;
    const { version } = await getAgent(fleet.ctx, { id: fleet.agentId });
    await editAgent(fleet.ctx, { id: fleet.agentId, version, backupOwnerId: null });
    const { checkpointId } = await openCheckpoint(fleet.point, fleet.held());
    await transaction(fleet.system, (tx) => changePerson(tx, { id, status: "disabled" }));
    await attendOwners(fleet.system);
    const { items } = await getLeaver(fleet.ctx, { id });
    expect(items).toMatchObject([{ id: fleet.agentId, part: "owner", other: null, waiting: 1, stuck: 1 }]);
    const [told] = await database().message.findMany({ where: { orgId: fleet.orgId, kind: "ownership" } });
    expect(told?.facts).toMatchObject({ lines: { Requests: "1 wait, 1 of them for nobody: they will expire" } });

    const to = fleet.users.approver.id;
    const { results } = await handOverAgents(fleet.ctx, { id, to, agentIds: [fleet.agentId], reason: "they left" });
    expect(results).toMatchObject([{ outcome: "done" }]);
    await attendOwners(fleet.system);
    await attendOwners(fleet.system);
    const asked = await database().message.findMany({
      where: { orgId: fleet.orgId, subjectId: checkpointId, userId: to },
    });
    expect(asked.map(({ kind }) => kind)).toEqual(["handedOver"]);
    expect((await listLeavers(fleet.ctx, {})).items).toEqual([]);
  });
});

describe("a hand-over", () => {
  test("gives each agent by itself: what is the owner's and what is the backup's, and a backup owner moves up", async () => {
    const { id, agents } = await ownerOf(2);
    const backed = await registerAgent(org.ctx, {
      ...{ name: `Backed ${made}`, purpose: "works", ownerId: org.users.security.id, backupOwnerId: id },
    });
    const to = org.users.approver.id;
    const agentIds = [...agents, backed.id];
    const { results } = await handOverAgents(org.ctx, { id, to, agentIds, reason: "changes teams" });
    expect(results.map(({ outcome }) => outcome)).toEqual(["done", "done", "done"]);
    for (const agent of agents)
      expect(await getAgent(org.ctx, { id: agent })).toMatchObject({ ownerId: to, backupOwnerId: null });
    expect(await getAgent(org.ctx, { id: backed.id })).toMatchObject({ backupOwnerId: to });
    expect((await getLeaver(org.ctx, { id })).total).toBe(0);
  });

  test("to oneself waits for a second person, agent by agent, and the rest is done", async () => {
    const { id, agents } = await ownerOf(1);
    const { results } = await handOverAgents(org.ctx, {
      id,
      to: org.users.admin.id,
      agentIds: agents,
      reason: "nobody else",
    });
    expect(results).toMatchObject([{ outcome: "waits", changeId: expect.stringMatching(/^chg_/) }]);
    expect((await getAgent(org.ctx, { id: agents[0] ?? "" })).ownerId).toBe(id);
  });
});
