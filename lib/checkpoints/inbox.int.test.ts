import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { createTeam } from "@/lib/guarded/create-team";
import { createApiKey } from "@/lib/identity/create-api-key";
import { setAbsence } from "@/lib/identity/set-absence";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import { PersonRole } from "@/lib/shared/permissions";
import { approveCheckpoint } from "./approve-checkpoint";
import { countCheckpoints } from "./count-checkpoints";
import { denyCheckpoint } from "./deny-checkpoint";
import { getCheckpoint } from "./get-checkpoint";
import { listCheckpoints } from "./list-checkpoints";
import { openCheckpoint } from "./open-checkpoint";

await testDatabase();
let fleet: TestFleet;
beforeAll(async () => {
  fleet = await testFleet();
});

const open = async (from = fleet, more: Parameters<TestFleet["held"]>[0] = {}) => {
  const input = from.held(more);
  const { checkpointId } = await openCheckpoint(from.point, input);
  return { id: checkpointId, digest: input.digest };
};
const ids = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id);
const all = async (ctx: Ctx, input: Parameters<typeof listCheckpoints>[1]) => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCheckpoints(ctx, { ...input, limit: 7, ...(cursor ? { cursor } : {}) });
    found.push(...ids(page));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
};

/** A request as it is stored, and no longer there. */
async function exampleOf(from: TestFleet) {
  const { id } = await open(from);
  const { approvals: _, ...rest } = await database().checkpoint.delete({ where: { id } });
  return rest;
}

describe("what waits for somebody", () => {
  const roles = fc.constantFrom(...PersonRole.options);
  const stage = fc
    .record({
      need: fc.integer({ min: 1, max: 3 }),
      from: fc.array(
        fc.oneof(
          fc.constantFrom({ kind: "owner" } as const, { kind: "backup" } as const, { kind: "ownerOrBackup" } as const),
          roles.map((role) => ({ kind: "role", role }) as const),
          fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }).map((people) => ({ kind: "people", people }) as const),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map(({ need, from }) => (people: string[]) => ({
      title: "a stage",
      need,
      from: from.map((group) =>
        group.kind === "people"
          ? { kind: "people" as const, ids: group.people.map((at) => people[at % people.length] ?? "") }
          : group,
      ),
      later: [
        { step: 1, from: [{ kind: "agentTeam" as const }, { kind: "role" as const, role: "security" as const }] },
      ],
    }));
  const away = {
    from: new Date(Date.now() - 60_000).toISOString(),
    until: new Date(Date.now() + 600_000).toISOString(),
  };

  test("is for everybody, in list and count, exactly what a decision would accept of them", async () => {
    const crowd = await testFleet("Crowd");
    const db = database();
    const people = Object.values(crowd.users).map(({ id }) => id);
    const agents = [crowd.agentId];
    for (const at of [0, 1, 2, 3])
      agents.push(
        (
          await registerAgent(crowd.ctx, {
            name: `Agent ${at}`,
            purpose: "asks",
            ownerId: people[at] ?? null,
            backupOwnerId: people[at + 1] ?? null,
          })
        ).id,
      );
    const samples = fc.sample(
      fc.record({
        stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
        agent: fc.nat(agents.length - 1),
        approvers: fc.array(fc.nat(people.length - 1), { maxLength: 2 }),
        tier: fc.constantFrom("low", "medium", "high", "critical"),
        past: fc.boolean(),
        excluded: fc.array(fc.nat(people.length - 1), { maxLength: 2 }),
        escalated: fc.boolean(),
        standsFor: fc.option(fc.nat(people.length - 1)),
      }),
      { numRuns: 24, seed: 7 },
    );
    const example = await exampleOf(crowd);
    await setAbsence(crowd.as("owner"), { ...away, delegateId: crowd.users.approver.id });
    await createTeam(crowd.ctx, { name: "Crew", memberIds: [crowd.users.security.id] });
    await db.agent.updateMany({ where: { id: { in: agents.slice(0, 2) } }, data: { team: "crew" } });
    for (const [number, sample] of samples.entries()) {
      const { stages, agent, approvers, tier, past } = sample;
      const [id, digest] = [newId("checkpoint"), `sha256:${String(number).padStart(64, "0")}`];
      await db.checkpoint.create({
        data: {
          ...example,
          id,
          digest,
          stages: stages.map((make) => make(people)),
          escalatesAt: [new Date(Date.now() + (sample.escalated ? -60_000 : 60_000))],
          excluded: {
            owners: sample.escalated,
            people: sample.excluded.map((at) => ({ id: people[at], why: "onBehalfOf" })),
          },
          timers: [],
          agentId: agents[agent] ?? "",
          riskTier: tier,
          ...(past ? { expiresAt: new Date(Date.now() - 1000) } : {}),
        },
      });
      for (const at of new Set(approvers)) {
        const stood = sample.standsFor === null ? undefined : people[sample.standsFor];
        const standsFor = stood && stood !== people[at] ? [{ id: stood, name: "y" }] : [];
        const voter = { userId: people[at] ?? "", userName: "x", personId: people[at] ?? "", standsFor };
        await db.checkpointDecision.create({
          data: { checkpointId: id, orgId: crowd.orgId, ...voter, verdict: "approve", digest },
        });
      }
    }
    const everybody = PersonRole.options.map((role) => crowd.as(role));
    const { id, name } = await createApiKey(crowd.ctx, { name: "program", role: "security" });
    everybody.push(contextFor({ kind: "apiKey", id, name, roles: ["security"] }, crowd.orgId));
    for (const ctx of everybody) {
      const requests = await Promise.all(
        (await all(ctx, { box: "open" })).map((one) => getCheckpoint(ctx, { id: one })),
      );
      const expected = requests.filter(({ cannotDecide }) => cannotDecide === null).map((request) => request.id);
      expect(requests).toHaveLength(24);
      expect((await all(ctx, { box: "mine" })).sort()).toEqual(expected.sort());
      expect(await countCheckpoints(ctx, {})).toEqual({
        open: requests.filter(({ expiresAt, serverTime }) => expiresAt > serverTime).length,
        mine: expected.length,
        snoozed: 0,
      });
    }
    // The grounds of the comparison must not be empty.
    expect((await all(crowd.as("approver"), { box: "mine" })).length).toBeGreaterThan(2);
  }, 90_000);

  test("is not there any more when a role or an owner is taken away, at once", async () => {
    const one = await testFleet("Fickle");
    const { id } = await open(one);
    expect(ids(await listCheckpoints(one.as("owner"), { box: "mine" }))).toEqual([id]);
    await database().agent.update({ where: { id: one.agentId }, data: { ownerId: one.users.security.id } });
    expect(ids(await listCheckpoints(one.as("owner"), { box: "mine" }))).toEqual([]);
    expect(ids(await listCheckpoints(one.as("security"), { box: "mine" }))).toEqual([id]);
    await database().user.update({ where: { id: one.users.security.id }, data: { status: "disabled" } });
    expect(ids(await listCheckpoints(one.as("security"), { box: "mine" }))).toEqual([]);
  });

  test("has the gravest and soonest first over pages, and no page repeats or leaves out a request", async () => {
    const one = await testFleet("Pages");
    const db = database();
    for (let at = 0; at < 20; at++) {
      const { id } = await open(one);
      const tier = ["low", "critical", "medium", "high"][at % 4] ?? "low";
      const expiresAt = new Date(Date.now() + 600_000 - (at % 5) * 60_000);
      await db.checkpoint.update({ where: { id }, data: { riskTier: tier, expiresAt } });
    }
    const paged = await all(one.as("owner"), { box: "mine" });
    expect(new Set(paged).size).toBe(20);
    const rows = await db.checkpoint.findMany({ where: { id: { in: paged } } });
    const place = (id: string) => {
      const row = rows.find((each) => each.id === id);
      return `${row?.riskRank} ${row?.expiresAt.toISOString()} ${id}`;
    };
    expect(paged.map(place)).toEqual(paged.map(place).sort());
    expect(rows.find(({ riskTier }) => riskTier === "critical")?.riskRank).toBe(0);
  });

  test("shows colleagues of one's role what waits for any of them", async () => {
    const one = await testFleet("Team");
    const second = { id: newId("user"), orgId: one.orgId, name: "Second", email: `${newId("user")}@example.test` };
    await database().user.create({ data: { ...second, roles: ["owner"] } });
    const colleague = contextFor({ kind: "user", ...second, roles: ["owner"], sessionId: null }, one.orgId);
    const { id } = await open(one);
    expect(ids(await listCheckpoints(colleague, { box: "mine" }))).toEqual([]);
    expect(ids(await listCheckpoints(colleague, { box: "team" }))).toEqual([id]);
    expect(ids(await listCheckpoints(one.as("executive"), { box: "team" }))).toEqual([]);
  });
});

describe("filters and folding", () => {
  test("narrow by agent, tool, class, tier, state and person, also what has ended", async () => {
    const one = await testFleet("Filters");
    const denied = await open(one);
    await denyCheckpoint(one.as("owner"), { ...denied, reason: "no" });
    const waiting = await open(one);
    const list = (input: Parameters<typeof listCheckpoints>[1]) => listCheckpoints(one.as("security"), input).then(ids);
    expect(await list({ box: "all", agentId: one.agentId })).toEqual([waiting.id, denied.id]);
    expect(await list({ box: "all", agentId: "agt_other" })).toEqual([]);
    expect(await list({ box: "open", tool: "PAY" })).toEqual([waiting.id]);
    expect(await list({ box: "open", tool: "%" })).toEqual([]);
    expect(await list({ box: "open", operationClass: "read" })).toEqual([]);
    expect(await list({ box: "open", riskTier: "high", operationClass: "money.move" })).toEqual([waiting.id]);
    expect(await list({ box: "open", person: one.users.owner.id })).toEqual([waiting.id]);
    expect(await list({ box: "open", person: one.users.auditor.id })).toEqual([]);
    expect(await list({ box: "closed", person: one.users.owner.id })).toEqual([denied.id]);
    expect(await list({ box: "closed", person: one.users.approver.id })).toEqual([]);
    expect(await list({ box: "closed", status: "denied" })).toEqual([denied.id]);
    expect(await list({ box: "closed", status: "expired" })).toEqual([]);
    await expect(listCheckpoints(one.ctx, { cursor: "made up" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("requests of one agent, tool and shape are one line that says how many, and opens", async () => {
    const one = await testFleet("Flood");
    const first = await open(one, { arguments: { to: "ACME", amount: 500 } });
    await open(one, { arguments: { amount: 900, to: "Other" } });
    const grave = await open(one, { arguments: { to: "ACME", amount: 501 } });
    await database().checkpoint.update({ where: { id: grave.id }, data: { riskTier: "critical" } });
    const { items } = await listCheckpoints(one.as("owner"), { box: "mine", fold: "yes" });
    expect(items.map(({ id, alike }) => ({ id, alike }))).toEqual([
      { id: grave.id, alike: 1 },
      { id: first.id, alike: 2 },
    ]);
    const { items: opened } = await listCheckpoints(one.as("owner"), {
      box: "mine",
      group: items[1]?.groupKey,
      riskTier: "high",
    });
    expect(opened).toHaveLength(2);
  });
});

test("content that nobody can read raises the tier and asks for a passkey, whatever the rule says", async () => {
  const one = await testFleet("Opaque");
  await database().agent.update({ where: { id: one.agentId }, data: { riskTier: "low" } });
  const blob = Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 7919) % 256)).toString("base64");
  const { id, digest } = await open(one, { arguments: { to: blob, amount: 500 } });
  expect(await getCheckpoint(one.ctx, { id })).toMatchObject({ riskTier: "high", stepUp: true, uninspectable: true });
  await expect(approveCheckpoint(one.as("owner"), { id, digest })).rejects.toMatchObject({ code: "step_up_required" });
});
