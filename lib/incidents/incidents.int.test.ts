/** Incidents on a real database: grouped, contained by a real stop, closed with a review, and never deleted. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { deniedOf, reported } from "@/lib/detections/testing";
import { watchCalls } from "@/lib/detections/watch-detections";
import { releaseAgent } from "@/lib/enforcement/release-agent";
import { reportAcks } from "@/lib/enforcement/report-acks";
import { suspendAgent } from "@/lib/enforcement/suspend-agent";
import { actByTwo, type TestFleet, testFleet, testPoint } from "@/lib/enforcement/testing";
import type { FindingKind, Severity } from "@/lib/findings/contract";
import { dismissFinding } from "@/lib/findings/dismiss-finding";
import { getFinding } from "@/lib/findings/get-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import { addIncidentFindings } from "./add-incident-findings";
import { addIncidentNote } from "./add-incident-note";
import { attendIncidents } from "./attend-incidents";
import { closeIncident } from "./close-incident";
import { containIncident } from "./contain-incident";
import { editIncident } from "./edit-incident";
import { csvOf } from "./export-csv";
import { getIncident } from "./get-incident";
import { groupFindings } from "./group-findings";
import { listIncidents } from "./list-incidents";
import { meetIncidentClock } from "./meet-incident-clock";
import { openIncident } from "./open-incident";
import { reopenIncident } from "./reopen-incident";
import { startIncidentClock } from "./start-incident-clock";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

let made = 0;
const agentOf = async () => (await registerAgent(fleet.ctx, { name: `Agent ${++made}`, purpose: "x" })).id;
const raise = (agentId: string, severity: Severity = "high", kind: FindingKind = "agent.denials", part?: string) =>
  raiseFinding(fleet.system, {
    kind,
    severity,
    subject: { kind: "agent", id: agentId, name: "An agent" },
    title: `=cmd ${kind}`,
    mend: "x",
    detail: { part: part ?? "", n: ++made },
    ...(part === undefined ? {} : { part }),
  });
const opened = async () =>
  openIncident(fleet.ctx, { title: "By hand", findingIds: [await raise(await agentOf(), "low")] });
const of = async (agentId: string) => (await listIncidents(fleet.ctx, { agentId })).items;
const review = { what: "It tried the vault.", cause: "A planted instruction.", changes: "The vault is held." };
const actionsOf = async (targetId: string) =>
  (await database().auditEntry.findMany({ where: { targetId }, orderBy: { seq: "asc" } })).map(({ action }) => action);

describe("refuses", () => {
  test("to delete, change or empty what is recorded, whoever asks", async () => {
    const { id } = await opened();
    await startIncidentClock(fleet.ctx, { id, regime: "euAiAct15", awareAt: new Date().toISOString() });
    const stays = /neither deleted nor changed/;
    for (const table of ["Incident", "IncidentFinding", "IncidentEntry", "IncidentClock"]) {
      const name = Prisma.raw(`"${table}"`);
      await expect(database().$executeRaw`DELETE FROM ${name} WHERE "orgId" = ${fleet.orgId}`).rejects.toThrow(stays);
      await expect(database().$executeRaw`TRUNCATE ${name} CASCADE`).rejects.toThrow(stays);
    }
    await expect(database().incidentEntry.updateMany({ data: { text: "x" } })).rejects.toThrow(stays);
    await expect(database().incidentFinding.updateMany({ data: { title: "x" } })).rejects.toThrow(stays);
  });
  test("to close without a review, twice, or over an open finding unless that is dismissed with it", async () => {
    const { id } = await opened();
    await expect(closeIncident(fleet.ctx, { id, ...review, cause: " " })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(closeIncident(fleet.ctx, { id, ...review })).rejects.toMatchObject({ code: "conflict" });
    const { allFindings } = await getIncident(fleet.ctx, { id });
    expect(allFindings).toMatchObject([{ status: "open" }]);
    expect(await closeIncident(fleet.ctx, { id, ...review, dismissFindings: true })).toMatchObject({
      status: "closed",
    });
    expect(await getFinding(fleet.ctx, { id: allFindings[0]?.id ?? "" })).toMatchObject({ status: "dismissed" });
    await expect(closeIncident(fleet.ctx, { id, ...review })).rejects.toMatchObject({ code: "conflict" });
  });
  test("a finding that is in an incident, one of another organisation, and an owner who has left", async () => {
    const { id, version } = await opened();
    const [one] = (await getIncident(fleet.ctx, { id })).allFindings;
    await expect(openIncident(fleet.ctx, { title: "x", findingIds: [one?.id ?? ""] })).rejects.toMatchObject({
      code: "conflict",
    });
    const other = await testFleet("Another");
    await expect(addIncidentFindings(other.ctx, { id, findingIds: [one?.id ?? ""] })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(openIncident(other.ctx, { title: "x", findingIds: [one?.id ?? ""] })).rejects.toMatchObject({
      code: "not_found",
    });
    const left = other.users.owner.id;
    await expect(editIncident(fleet.ctx, { id, version, ownerId: left })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(editIncident(fleet.ctx, { id, version: 9, title: "x" })).rejects.toMatchObject({ code: "conflict" });
  });
  test("readers to act, and anyone without the right to dismiss to close over open findings", async () => {
    const { id } = await opened();
    await expect(addIncidentNote(fleet.as("auditor"), { id, text: "x" })).rejects.toMatchObject({ code: "forbidden" });
    const close = closeIncident(fleet.as("compliance"), { id, ...review, dismissFindings: true });
    await expect(close).rejects.toMatchObject({ code: "forbidden" });
    expect(await getIncident(fleet.as("owner"), { id })).toMatchObject({ status: "open" });
  });
  test("a clock from the future, a period other than the law's, the same clock twice, and meeting it twice", async () => {
    const { id } = await opened();
    const awareAt = new Date(Date.now() - 3_600_000).toISOString();
    const start = (more: object = {}) =>
      startIncidentClock(fleet.ctx, { id, regime: "euAiActWidespread", awareAt, ...more });
    await expect(start({ awareAt: new Date(Date.now() + 60_000).toISOString() })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(start({ dueAt: new Date(Date.now() + 9e9).toISOString() })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(start({ regime: "other" })).rejects.toMatchObject({ code: "invalid_input" });
    const { nextDueAt } = await start();
    expect(Date.parse(nextDueAt ?? "")).toBe(Date.parse(awareAt) + 2 * 86_400_000);
    await expect(start()).rejects.toMatchObject({ code: "conflict" });
    const [clock] = (await getIncident(fleet.ctx, { id })).clocks;
    const meet = () => meetIncidentClock(fleet.ctx, { id, clockId: clock?.id ?? "", proof: "Report 12" });
    expect(await meet()).toMatchObject({ nextDueAt: null });
    await expect(meet()).rejects.toMatchObject({ code: "conflict" });
    await expect(
      meetIncidentClock(fleet.ctx, { id, clockId: newId("incidentClock"), proof: "x" }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect((await getIncident(fleet.ctx, { id })).clocks).toMatchObject([
      { state: "met", met: { proof: "Report 12" } },
    ]);
  });
});

describe("grouping", () => {
  test("leaves alone what is not grave and what is dismissed", async () => {
    const agent = await agentOf();
    await raise(agent, "medium", "agent.rate");
    await actByTwo(fleet, dismissFinding(fleet.ctx, { id: await raise(agent), reason: "x" }));
    await groupFindings(fleet.system);
    expect(await of(agent)).toEqual([]);
  });
  test("makes one incident of an agent's findings, however many workers look, and of two agents two", async () => {
    const [a, b] = [await agentOf(), await agentOf()];
    await raise(a);
    await raise(b);
    await Promise.all([groupFindings(fleet.system), groupFindings(fleet.system), groupFindings(fleet.system)]);
    await raise(a, "critical", "agent.escalation");
    await groupFindings(fleet.system);
    expect(await of(a)).toMatchObject([{ status: "open", severity: "critical", findings: 2 }]);
    expect(await of(b)).toMatchObject([{ findings: 1 }]);
    const numbers = (await listIncidents(fleet.ctx, {})).items.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
  test("opens a closed incident again when a finding comes within a day, and makes another one later", async () => {
    const agent = await agentOf();
    await raise(agent);
    await groupFindings(fleet.system);
    const [one] = await of(agent);
    const id = one?.id ?? "";
    await actByTwo(fleet, closeIncident(fleet.ctx, { reason: "for the test", id, ...review, dismissFindings: true }));
    await raise(agent, "high", "agent.toxic", "calls");
    await groupFindings(fleet.system);
    expect(await of(agent)).toMatchObject([{ id, status: "open", closed: null, findings: 2 }]);
    expect(await actionsOf(id)).toEqual([
      "incident.opened",
      "incident.closed",
      "incident.findingAdded",
      "incident.reopened",
    ]);
    await actByTwo(fleet, closeIncident(fleet.ctx, { reason: "for the test", id, ...review, dismissFindings: true }));
    await database().incident.update({
      where: { id_orgId: { id, orgId: fleet.orgId } },
      data: { closedAt: new Date(Date.now() - 30 * 3_600_000), lastFindingAt: new Date(Date.now() - 30 * 3_600_000) },
    });
    await raise(agent, "high", "agent.escalation");
    await groupFindings(fleet.system);
    expect((await of(agent)).map(({ status }) => status)).toEqual(["open", "closed"]);
  });
});

test("real denials become a finding and an incident; a stop that the point confirms contains it, and the times are shown", async () => {
  const agent = await agentOf();
  const { point, enrolment } = await testPoint(fleet.ctx, [agent]);
  await database().pep.update({ where: { id: enrolment.pepId }, data: { connected: true, lastSeenAt: new Date() } });
  await reported(
    point,
    Array.from({ length: 25 }, () => deniedOf(agent)),
  );
  await watchCalls(fleet.system);
  await groupFindings(fleet.system);
  const [one] = await of(agent);
  const id = one?.id ?? "";
  const before = await getIncident(fleet.ctx, { id });
  expect(before.times).toMatchObject({ firstBlock: { how: "call", seconds: 0 }, containment: null });
  await attendIncidents(fleet.system);
  expect(await of(agent)).toMatchObject([{ status: "open" }]);

  const { orderId } = await suspendAgent(fleet.ctx, { id: agent, reason: `Incident ${one?.number}` });
  await attendIncidents(fleet.system);
  expect((await getIncident(fleet.ctx, { id })).times).toMatchObject({
    containment: null,
    orders: [{ orderId, confirmed: 0, points: 1 }],
  });
  await reportAcks(point, { acks: [{ kind: "order", orderId, at: new Date().toISOString() }] });
  expect(await attendIncidents(fleet.system)).toBe(1);
  expect(await attendIncidents(fleet.system)).toBe(0);
  const whole = await getIncident(fleet.as("auditor"), { id });
  expect(whole).toMatchObject({ status: "contained", containedAt: expect.any(String) });
  expect(whole.times.containment?.seconds).toBeGreaterThan(0);
  expect(whole.timeline.map(({ source }) => source)).toEqual(expect.arrayContaining(["incident", "stop", "calls"]));
  expect(whole.timeline.some(({ text }) => text.includes("1 of 1 points confirmed"))).toBe(true);

  // Whoever suspended it lifts that alone.
  await releaseAgent(fleet.ctx, { id: agent, reason: "mended" });
  await reopenIncident(fleet.ctx, { id, reason: "released too early" });
  await attendIncidents(fleet.system);
  expect(await of(agent)).toMatchObject([{ status: "open", containedAt: null }]);
  await containIncident(fleet.ctx, { id, reason: "The tool is blocked." });
  expect(await of(agent)).toMatchObject([{ status: "contained" }]);
});

test("owner, severity and notes are kept as they were said, and the table is safe in a spreadsheet", async () => {
  const { id, version } = await opened();
  const { id: ownerId } = fleet.users.security;
  await editIncident(fleet.ctx, { id, version, ownerId, severity: "critical" });
  await addIncidentNote(fleet.ctx, { id, text: "=HYPERLINK(1)" });
  const whole = await getIncident(fleet.ctx, { id });
  expect(whole).toMatchObject({ owner: { id: ownerId }, severity: "critical" });
  const csv = csvOf(whole);
  expect(csv.split("\r\n")[0]).toBe("incident,at,source,kind,by,text,link");
  expect(csv).toContain("'=HYPERLINK(1)");
  expect(csv).toContain("'=cmd agent.denials");
});

test("pages of the list follow one another without a gap", async () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIncidents(fleet.ctx, { limit: 3, cursor });
    seen.push(...page.items.map(({ number }) => number));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(seen).toHaveLength(await database().incident.count({ where: { orgId: fleet.orgId } }));
});
