import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { registerAgent } from "@/lib/inventory/register-agent";
import { newId } from "@/lib/shared/ids";
import { sealScorecard } from "@/sdk/conformance/seal-scorecard";
import { PepKind, RiskTier } from "@/sdk/wire/words";
import { PointState } from "./contract";
import { watchFleet } from "./fleet-watch";
import { getPoint } from "./get-point";
import { listPoints } from "./list-points";
import { reportScorecard } from "./report-scorecard";
import { demandedStrength, pointState, strengthOf, strengthRank } from "./rules";
import { type TestFleet, testFleet } from "./testing";

await testDatabase();
let fleet: TestFleet;
let theirs: TestFleet;

beforeAll(async () => {
  fleet = await testFleet();
  theirs = await testFleet("Another organisation");
});

type Seed = Partial<{
  name: string;
  kind: string;
  mode: string;
  agents: string[];
  silent: number;
  connected: boolean;
}> &
  Partial<{ revision: number; gaps: number; skewMs: number; spoolDepth: number; revoked: boolean; never: boolean }>;

/** A point as it would stand after so many seconds of silence, enrolled long ago. */
async function point(seed: Seed, orgId = fleet.orgId): Promise<string> {
  const id = newId("point");
  const { silent = 0, name = id, kind = "mcp-proxy", agents = [], mode = "enforce", connected = true } = seed;
  await database().$executeRaw(Prisma.sql`
    INSERT INTO "Pep" ("id", "orgId", "name", "kind", "version", "publicKey", "mode", "agents", "enrolledAt", "lastSeenAt",
      "connected", "revision", "gaps", "skewMs", "spoolDepth", "revokedAt")
    VALUES (${id}, ${orgId}, ${name}, ${kind}, '1', '', ${mode}, ${agents}, now() - interval '1 day',
      CASE WHEN ${seed.never ?? false} THEN NULL ELSE now() - make_interval(secs => ${silent}) END, ${connected},
      ${seed.revision ?? fleet.revision}, ${seed.gaps ?? 0}, ${seed.skewMs ?? 0}, ${seed.spoolDepth ?? 0},
      CASE WHEN ${seed.revoked ?? false} THEN now() END)`);
  return id;
}

const agentOf = async (riskTier: RiskTier, dataClasses: ("personal" | "internal")[] = []) =>
  (
    await registerAgent(fleet.ctx, {
      name: newId("agent"),
      purpose: "x",
      riskTier,
      dataClasses,
      ownerId: fleet.users.owner.id,
      backupOwnerId: fleet.users.approver.id,
    })
  ).id;

const listed = async (filters: Parameters<typeof listPoints>[1]) => (await listPoints(fleet.ctx, filters)).items;

describe("the list", () => {
  test("a cursor of another order or made up is refused", async () => {
    await point({ name: "cursor-a" });
    await point({ name: "cursor-b" });
    const { nextCursor } = await listPoints(fleet.ctx, { limit: 1, sort: "name" });
    expect(nextCursor).not.toBeNull();
    for (const cursor of ["nonsense", nextCursor ?? ""])
      await expect(listPoints(fleet.ctx, { cursor, sort: "state" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("another organisation's points are neither listed, counted nor read", async () => {
    const id = await point({ name: "theirs" }, theirs.orgId);
    expect(await listed({ q: id })).toEqual([]);
    expect((await listPoints(fleet.ctx, { limit: 1 })).counts.all).toBe(
      await database().pep.count({ where: { orgId: fleet.orgId } }),
    );
    await expect(getPoint(fleet.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("state and strength are what the rules say of each point", async () => {
    const silences = [0, 29, 31, 60, 80, 4000];
    for (const silent of silences) for (const connected of [true, false]) await point({ silent, connected });
    for (const kind of PepKind.options) await point({ kind });
    await point({ never: true });
    await point({ revoked: true });
    const { items, asOf } = await listPoints(fleet.ctx, {});
    const rows = new Map(
      (await database().pep.findMany({ where: { orgId: fleet.orgId } })).map((row) => [row.id, row]),
    );
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(PointState.options));
    for (const item of items) {
      const row = rows.get(item.id);
      expect(row && pointState(row, new Date(asOf))).toBe(item.state);
      expect(item.strength).toBe(strengthOf(item.kind));
    }
  });

  test("what is demanded is what the rule says of the riskiest agent of the point, retired ones left out", async () => {
    for (const riskTier of RiskTier.options)
      for (const dataClasses of [[], ["internal"], ["personal"]] as ("personal" | "internal")[][]) {
        const agent = await agentOf(riskTier, dataClasses);
        const calm = await agentOf("low");
        const demanded = demandedStrength({ riskTier, dataClasses });
        for (const kind of ["sdk", "mcp-proxy", "sandbox"] as const) {
          const { point: read } = await getPoint(fleet.ctx, { id: await point({ kind, agents: [calm, agent] }) });
          expect(read.demanded).toBe(demanded);
          expect(read.weak).toBe(strengthRank(strengthOf(kind)) < strengthRank(demanded));
        }
        await database().agent.update({ where: { id: agent }, data: { status: "retired" } });
        const { point: after } = await getPoint(fleet.ctx, { id: await point({ kind: "sdk", agents: [agent] }) });
        expect(after.demanded).toBe("cooperative");
      }
  });

  test("filters narrow, and the counts stay those of the whole fleet", async () => {
    const agent = await agentOf("critical");
    const id = await point({
      name: "Needle 100%_x",
      kind: "sdk",
      mode: "observe",
      agents: [agent],
      gaps: 2,
      skewMs: -31_000,
    });
    // Whoever is connected now stays so while this test looks: it takes a point half a minute of silence to be stale.
    const connected = (await listPoints(fleet.ctx, { state: "connected", limit: 200 })).items.map((item) => item.id);
    await database().pep.updateMany({
      where: { orgId: fleet.orgId, id: { in: connected } },
      data: { lastSeenAt: new Date(Date.now() + 60_000) },
    });
    const { counts } = await listPoints(fleet.ctx, {});
    for (const filters of [
      { q: "needle 100%_" },
      { kind: "sdk" },
      { mode: "observe" },
      { strength: "cooperative" },
      { agentId: agent },
      { trouble: "weak" },
      { trouble: "gap" },
      { trouble: "skew" },
      { state: "connected" },
    ] as const) {
      const page = await listPoints(fleet.ctx, filters);
      expect(page.items.map((item) => item.id)).toContain(id);
      expect(page.total).toBe(page.items.length);
      expect(page.counts).toEqual(counts);
    }
    for (const filters of [
      { q: "needle 1000" },
      { kind: "opa", q: "needle" },
      { trouble: "drift", q: "needle" },
    ] as const)
      expect((await listed(filters)).map((item) => item.id)).not.toContain(id);
  });

  test("pages hold every point once, in every order, while points come and go", async () => {
    for (const sort of ["name", "state", "silence", "spool", "newest"] as const) {
      const seen: string[] = [];
      const before = (await database().pep.findMany({ where: { orgId: fleet.orgId } })).map(({ id }) => id);
      let cursor: string | undefined;
      do {
        const page = await listPoints(fleet.ctx, { sort, limit: 7, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
        if (sort === "name") await point({ name: `aaa ${seen.length}` });
      } while (cursor);
      if (sort === "silence") continue;
      expect(new Set(seen).size).toBe(seen.length);
      for (const id of before) expect(seen).toContain(id);
    }
  });

  test("a view that jumps gets the same rows as one that reads page by page, and none beyond the last", async () => {
    const all = (await listPoints(fleet.ctx, { sort: "name" })).items.map(({ id }) => id);
    const from = async (skip: number) =>
      (await listPoints(fleet.ctx, { sort: "name", limit: 3, skip })).items.map(({ id }) => id);
    expect(await from(2)).toEqual(all.slice(2, 5));
    expect(await from(all.length - 1)).toEqual(all.slice(-1));
    expect(await from(all.length)).toEqual([]);
    await expect(listPoints(fleet.ctx, { skip: -1 })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("a connected point is drifting only when it had time to follow", async () => {
    const behind = await point({ revision: fleet.revision - 1 });
    const away = await point({ revision: fleet.revision - 1, silent: 400 });
    const drifting = async (id: string) => (await getPoint(fleet.ctx, { id })).point.drifting;
    expect(await drifting(behind)).toBe(false);
    await database().bundle.updateMany({
      where: { orgId: fleet.orgId },
      data: { createdAt: new Date(Date.now() - 60_000) },
    });
    expect(await drifting(behind)).toBe(true);
    expect(await drifting(away)).toBe(false);
  });
});

describe("findings about points", () => {
  const open = async (subjectId: string) =>
    (await database().finding.findMany({ where: { orgId: fleet.orgId, subjectId, status: "open" } }))
      .map(({ kind }) => kind)
      .sort();
  const look = () => watchFleet(systemContext(fleet.orgId, "fleet-watch"));

  test("each trouble opens one finding, a second look writes nothing, and mending it clears it", async () => {
    await database().bundle.updateMany({
      where: { orgId: fleet.orgId },
      data: { createdAt: new Date(Date.now() - 60_000) },
    });
    const agent = await agentOf("critical");
    const bad = await point({ agents: [agent], kind: "sdk", revision: 0, gaps: 1, skewMs: 40_000 });
    const gone = await point({ silent: 400, agents: [await agentOf("low")], kind: "sdk" });
    const revoked = await point({ silent: 400, gaps: 1, skewMs: 40_000, revoked: true });
    expect((await look()).raised).toBeGreaterThanOrEqual(5);
    expect(await open(bad)).toEqual(["point.drift", "point.gap", "point.skew", "point.weak"]);
    expect(await open(gone)).toEqual(["point.stale"]);
    expect(await open(revoked)).toEqual([]);
    expect(await look()).toEqual({ raised: 0, cleared: 0 });

    await database().pep.update({
      where: { id: bad },
      data: { kind: "sandbox", revision: fleet.revision, gaps: 0, skewMs: 0 },
    });
    await database().pep.update({ where: { id: gone }, data: { revokedAt: new Date() } });
    expect(await look()).toEqual({ raised: 0, cleared: 5 });
    expect(await open(bad)).toEqual([]);
    expect(await open(gone)).toEqual([]);
  });

  test("two workers that look at once open each finding once", async () => {
    const id = await point({ gaps: 1, kind: "sandbox" });
    await Promise.all([look(), look(), look()]);
    expect(await open(id)).toEqual(["point.gap"]);
  });

  test("a loss that was told in the activity counts for a day", async () => {
    const id = await point({ kind: "sandbox" });
    await database().activityGap.create({
      data: {
        orgId: fleet.orgId,
        id: newId("request"),
        pepId: id,
        at: new Date(),
        lost: 7,
        firstAt: new Date(),
        lastAt: new Date(),
        reason: "x",
        bodyDigest: "x",
      },
    });
    expect((await getPoint(fleet.ctx, { id })).point.lost).toBe(7);
    await look();
    expect(await open(id)).toEqual(["point.gap"]);
    await database().activityGap.updateMany({
      where: { pepId: id },
      data: { receivedAt: new Date(Date.now() - 25 * 3_600_000) },
    });
    await look();
    expect(await open(id)).toEqual([]);
  });

  test("another organisation's findings are left alone", async () => {
    const id = await point({ gaps: 1, kind: "sandbox" }, theirs.orgId);
    await watchFleet(systemContext(theirs.orgId, "fleet-watch"));
    await look();
    expect(await database().finding.count({ where: { subjectId: id, status: "open", orgId: theirs.orgId } })).toBe(1);
  });
});

describe("scorecards", () => {
  const card = (status: "passed" | "failed") =>
    sealScorecard({
      against: "x",
      point: { kind: "sdk", version: "1" },
      startedAt: 0,
      endedAt: 1,
      checks: [{ id: "stop.refuses", proves: "x", mandatory: true, status, reason: null, seen: null, ms: 1 }],
    });
  const findings = () =>
    database().finding.count({
      where: { orgId: fleet.orgId, subjectId: fleet.enrolment.pepId, kind: "point.nonconformant", status: "open" },
    });

  test("one that was edited, or that claims what its checks do not say, is refused and not stored", async () => {
    for (const scorecard of [
      { ...card("failed"), conformant: true },
      { ...card("failed"), passed: 9 },
    ])
      await expect(reportScorecard(fleet.point, { scorecard })).rejects.toMatchObject({ code: "invalid_input" });
    expect((await getPoint(fleet.ctx, { id: fleet.enrolment.pepId })).scorecard).toBeNull();
  });

  test("people may not hand one in", async () => {
    await expect(reportScorecard(fleet.ctx, { scorecard: card("passed") })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("a failed mandatory check opens a finding, and a good run clears it", async () => {
    await reportScorecard(fleet.point, { scorecard: card("failed") });
    const { point: read, scorecard } = await getPoint(fleet.ctx, { id: fleet.enrolment.pepId });
    expect(read.scorecard).toMatchObject({ conformant: false, failed: 1 });
    expect(scorecard?.digest).toBe(card("failed").digest);
    expect(await findings()).toBe(1);
    expect((await listed({ trouble: "nonconformant" })).map(({ id }) => id)).toEqual([fleet.enrolment.pepId]);
    await reportScorecard(fleet.point, { scorecard: card("passed") });
    expect(await findings()).toBe(0);
    expect(await listed({ trouble: "nonconformant" })).toEqual([]);
  });
});

test("5,000 points are listed, paged and watched without one query for each", async () => {
  const big = await testFleet("A large fleet");
  await database().$executeRaw(Prisma.sql`
    INSERT INTO "Pep" ("id", "orgId", "name", "kind", "version", "publicKey", "mode", "agents", "lastSeenAt", "connected", "revision")
    SELECT 'pep_' || lpad(i::text, 26, '0'), ${big.orgId}, 'Point ' || i, 'mcp-proxy', '1', '', 'enforce',
      ARRAY[${big.agentId}], now(), true, ${big.revision} FROM generate_series(1, 5000) i`);
  // As autovacuum does sooner or later: before, the planner takes the fleet for as small as it was.
  await database().$executeRaw(Prisma.sql`ANALYZE "Pep"`);
  await listPoints(big.ctx, {});
  const timed = async (act: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const started = performance.now();
      await act();
      times.push(performance.now() - started);
    }
    return times.sort((a, b) => a - b)[2] ?? Number.POSITIVE_INFINITY;
  };
  const first = await timed(() => listPoints(big.ctx, { limit: 100 }));
  const searched = await timed(() => listPoints(big.ctx, { q: "4999", sort: "state" }));
  const watched = await timed(() => watchFleet(systemContext(big.orgId, "fleet-watch")));
  // A query for each of 5,000 points takes seconds; the bound leaves a busy machine ten times what a quiet one needs.
  expect(Math.max(first, searched, watched)).toBeLessThan(1500);
});
