/** People whose roles are limited to some teams see and act on those teams' agents, and on nothing else. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { countCalls } from "@/lib/activity/count-calls";
import { listCalls } from "@/lib/activity/list-calls";
import { summariseCalls } from "@/lib/activity/summarise-calls";
import { countCheckpoints } from "@/lib/checkpoints/count-checkpoints";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { denySeveral } from "@/lib/checkpoints/deny-several";
import { getCheckpoint } from "@/lib/checkpoints/get-checkpoint";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { openCheckpoint } from "@/lib/checkpoints/open-checkpoint";
import { addCalls } from "@/lib/compliance/testing/pack-fixture";
import { contextFor, nobody } from "@/lib/db/ctx";
import { requestDelegation } from "@/lib/delegations/request-delegation";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { listStopOrders } from "@/lib/enforcement/list-stop-orders";
import { actByTwo, shownByTwo, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { listFindings } from "@/lib/findings/list-findings";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { editPerson } from "@/lib/guarded/edit-person";
import { invitePerson } from "@/lib/guarded/invite-person";
import { exportAudit } from "@/lib/http/export-audit";
import { exportCalls } from "@/lib/http/export-calls";
import { acceptInvite } from "@/lib/identity/accept-invite";
import { listPeople } from "@/lib/identity/list-people";
import { resolveSession } from "@/lib/identity/resolve-session";
import { editAgent } from "@/lib/inventory/edit-agent";
import { getAgent } from "@/lib/inventory/get-agent";
import { listAgents } from "@/lib/inventory/list-agents";
import { registerAgent } from "@/lib/inventory/register-agent";
import { getOverview } from "@/lib/maturity/get-overview";
import { comeIn, PASSWORD } from "@/lib/outside/testing";
import { newId } from "@/lib/shared/ids";
import { listEntries } from "./list-entries";

await testDatabase();
let fleet: TestFleet;
let ours: string;
let checkpointId: string;
let digest: string;

/** Somebody of the team Claims, whose only agent is ours; the fleet's own agent is another team's. */
async function ofClaims(role: "security" | "owner" | "auditor" = "security") {
  const email = `${newId("request")}@example.test`;
  const person = { email, name: `Claims ${role}`, roles: [role], units: [" claims "], reason: "for the test" };
  const { link } = await shownByTwo(fleet, invitePerson(fleet.ctx, person));
  const token = new URL(link).searchParams.get("token") ?? "";
  await acceptInvite(contextFor(nobody, "", newId("request"), fleet.ctx.db), { token, password: PASSWORD });
  return comeIn(fleet, email);
}

beforeAll(async () => {
  fleet = await testFleet();
  ours = (await registerAgent(fleet.ctx, { name: "Claims agent", purpose: "x", team: "Claims" })).id;
  const held = fleet.held();
  ({ checkpointId } = await openCheckpoint(fleet.point, held));
  ({ digest } = held);
  await addCalls(fleet, 3);
  for (const id of [fleet.agentId, ours])
    await raiseFinding(fleet.system, {
      ...({ kind: "agent.denials", severity: "low", title: "x", mend: "x" } as const),
      subject: { kind: "agent", id, name: "x" },
    });
});

describe("refused", () => {
  test("is whatever is about another unit's agent, as unknown: read, stopped, edited, decided, delegated to", async () => {
    const { ctx } = await ofClaims();
    const gone = { code: "not_found" };
    const id = fleet.agentId;
    const { version } = await getAgent(fleet.ctx, { id });
    await expect(getAgent(ctx, { id })).rejects.toMatchObject(gone);
    await expect(editAgent(ctx, { id, version, name: "mine" })).rejects.toMatchObject(gone);
    await expect(killAgent(ctx, { id, reason: "x" })).rejects.toMatchObject(gone);
    await expect(listStopOrders(ctx, { agentId: id })).rejects.toMatchObject(gone);
    await expect(getCheckpoint(ctx, { id: checkpointId })).rejects.toMatchObject(gone);
    await expect(denyCheckpoint(ctx, { id: checkpointId, digest, reason: "x" })).rejects.toMatchObject(gone);
    const several = await denySeveral(ctx, { items: [{ id: checkpointId, digest }], reason: "x" });
    expect(several.results).toMatchObject([{ status: null, refused: gone }]);
    await expect(listCalls(ctx, { agentId: id })).rejects.toMatchObject(gone);
    const edge = {
      operationClasses: ["read" as const],
      until: new Date(Date.now() + 86_400_000).toISOString(),
      reason: "x",
    };
    await expect(requestDelegation(ctx, { fromId: ours, toId: id, ...edge })).rejects.toMatchObject(gone);
    await expect(requestDelegation(ctx, { fromId: id, toId: ours, ...edge })).rejects.toMatchObject(gone);
    expect((await getAgent(fleet.ctx, { id })).status).toBe("active");
  });

  test("is whatever is about the whole organisation", async () => {
    const { ctx, cookie } = await ofClaims("auditor");
    await expect(listEntries(ctx, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(getOverview(ctx, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(listStopOrders(ctx, {})).rejects.toMatchObject({ code: "forbidden" });
    const file = await exportAudit(new Request("http://localhost/audit/export", { headers: { cookie } }));
    expect(file.status).toBe(403);
  });

  test("is moving an agent out of the unit, or registering one elsewhere", async () => {
    const { ctx } = await ofClaims();
    const { version } = await getAgent(ctx, { id: ours });
    await expect(editAgent(ctx, { id: ours, version, team: "Payments" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(registerAgent(ctx, { name: "x", purpose: "x", team: "Payments" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(
      registerAgent(ctx, { name: `C ${newId("request")}`, purpose: "x", team: "claims" }),
    ).resolves.toMatchObject({
      team: "claims",
    });
  });

  test("is limiting the last admin of the whole organisation", async () => {
    await expect(editPerson(fleet.ctx, { id: fleet.users.admin.id, units: ["Claims"] })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

test("lists and counts leave other units out, and hold their own", async () => {
  const { ctx, cookie } = await ofClaims();
  const agents = await listAgents(ctx, {});
  expect(agents.items.every(({ team }) => team.toLowerCase() === "claims")).toBe(true);
  expect(agents.items.map(({ id }) => id)).toContain(ours);
  expect((await listAgents(fleet.ctx, {})).total).toBeGreaterThan(agents.total ?? 0);
  expect((await listCalls(ctx, {})).items).toEqual([]);
  expect((await listCalls(fleet.ctx, {})).items.length).toBeGreaterThan(0);
  const sum = ({ buckets }: Awaited<ReturnType<typeof summariseCalls>>) =>
    buckets.reduce((all, { allow, deny, hold }) => all + allow + deny + hold, 0);
  expect(sum(await summariseCalls(ctx, { hours: 24 }))).toBe(0);
  expect((await countCalls(ctx, {})).total.calls).toBe(0);
  expect((await countCalls(fleet.ctx, {})).total.calls).toBeGreaterThan(0);
  const file = await exportCalls(new Request("http://localhost/activity/export", { headers: { cookie } }));
  expect((await file.text()).trim().split("\r\n")).toHaveLength(1);
  for (const box of ["open", "all", "closed", "mine"] as const)
    expect((await listCheckpoints(ctx, { box })).items).toEqual([]);
  expect(await countCheckpoints(ctx, {})).toMatchObject({ open: 0, mine: 0 });
  expect((await countCheckpoints(fleet.ctx, {})).open).toBe(1);
  expect((await listFindings(ctx, {})).items.map(({ subject }) => subject.id)).toEqual([ours]);
});

test("a change of somebody's unit is on record, ends their sessions, and counts from the next request on", async () => {
  const { ctx, cookie } = await ofClaims();
  const id = ctx.actor.id;
  await actByTwo(fleet, editPerson(fleet.ctx, { reason: "for the test", id, units: [] }));
  expect(await resolveSession(cookie.slice(cookie.indexOf("=") + 1), fleet.ctx.db)).toBeNull();
  const [entry] = (await listEntries(fleet.ctx, { action: "person.changed" })).items;
  expect(JSON.parse(entry?.leaf ?? "{}").detail).toMatchObject({ before: { units: ["claims"] }, after: { units: [] } });
  const person = (await listPeople(fleet.ctx, {})).items.find((one) => one.id === id);
  expect(person?.units).toEqual([]);
});

test("a unit without any agent shows nothing at all", async () => {
  const actor = {
    kind: "user",
    id: fleet.users.security.id,
    name: "x",
    roles: ["security"],
    sessionId: null,
    unit: [],
  } as const;
  const ctx = contextFor(actor, fleet.orgId, newId("request"), fleet.ctx.db);
  expect((await listAgents(ctx, {})).items).toEqual([]);
  await expect(getAgent(ctx, { id: ours })).rejects.toMatchObject({ code: "not_found" });
});
