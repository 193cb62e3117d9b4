/**
 * One look at all of 10,000 agents: facts read, stages and scores computed, what changed written. `maturity_full_s_10k` is the
 * dearest one: every agent's stage has changed, and each change is written with its reason. Beside it the same look when
 * nothing changed, and the pages that read what was written.
 */
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { testFleet } from "@/lib/enforcement/testing";
import { getScore } from "@/lib/maturity/get-score";
import { getTrend } from "@/lib/maturity/get-trend";
import { listActions } from "@/lib/maturity/list-actions";
import { listChanges } from "@/lib/maturity/list-changes";
import { listFailing } from "@/lib/maturity/list-failing";
import { recomputeMaturity } from "@/lib/maturity/recompute";
import { median, print, quantile } from "./support/figures";

export const needs = "database";

const AGENTS = 10_000;
const POINTS = 200;
const ROUNDS = 5;
const PROMISED_S = 10;
const PROMISED_PAGE_MS = 150;

const fleet = await testFleet();
const db = database();
const agentId = Prisma.sql`'agt_' || lpad(n::text, 26, '0')`;

await db.$executeRaw(Prisma.sql`
  INSERT INTO "Agent" ("id", "orgId", "name", "purpose", "provider", "framework", "environment", "team", "dataClasses",
    "autonomy", "riskTier", "ownerId", "backupOwnerId")
  SELECT ${agentId}, ${fleet.orgId}, 'Agent ' || n, 'Works', 'openai', 'langgraph', 'production', 'team-' || n % 40,
    '{internal}', 'supervised', (ARRAY['low', 'medium', 'high', 'critical'])[1 + n % 4],
    CASE WHEN n % 10 > 0 THEN ${fleet.users.owner.id} END, ${fleet.users.approver.id}
  FROM generate_series(1, ${AGENTS}) n`);
await db.$executeRaw(Prisma.sql`
  INSERT INTO "Pep" ("id", "orgId", "name", "kind", "version", "publicKey", "mode", "agents", "revision", "connected", "lastSeenAt")
  SELECT 'pep_' || lpad(p::text, 26, '0'), ${fleet.orgId}, 'Point ' || p, 'mcp-proxy', '0', '', 'enforce',
    array_agg(${agentId}), ${fleet.revision}, true, now()
  FROM generate_series(1, ${AGENTS}) n, LATERAL (SELECT 1 + n % ${POINTS}::int AS p) point GROUP BY p`);
/** Of each agent: two tools, a week of days and a day of hours, as they are counted while calls come in. */
for (const [table, width, count] of [
  ["ActivityDay", "1 day", 8],
  ["ActivityHour", "1 hour", 24],
] as const)
  await db.$executeRaw(Prisma.sql`
    INSERT INTO ${Prisma.raw(`"${table}"`)} ("orgId", "from", "agentId", "pepId", "tool", "operationClass", "effect", "code",
      "enforced", "asked", "calls", "ended")
    SELECT ${fleet.orgId}, date_trunc(${width === "1 day" ? "day" : "hour"}, now(), 'UTC') - at * ${width}::interval,
      ${agentId}, 'pep_' || lpad((1 + n % ${POINTS}::int)::text, 26, '0'), tool, class, effect, 'permitted', true, effect = 'hold', 9, 9
    FROM generate_series(1, ${AGENTS}) n, generate_series(0, ${count - 1}) at,
      (VALUES ('bank/balance', 'read', 'allow'), ('bank/pay', 'money.move', 'hold')) call (tool, class, effect)`);
for (const table of ["Agent", "Pep", "ActivityDay", "ActivityHour"])
  await db.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);

const look = async (): Promise<number> => {
  const from = performance.now();
  await recomputeMaturity(fleet.system);
  return (performance.now() - from) / 1000;
};
const pointsAre = (connected: boolean) =>
  db.pep.updateMany({ where: { orgId: fleet.orgId }, data: { connected, lastSeenAt: new Date() } });

const first = await look();
const [quiet, changed]: [number[], number[]] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  await pointsAre(round % 2 === 1);
  changed.push(await look());
  await pointsAre(round % 2 === 1);
  quiet.push(await look());
}
const rows = await db.maturityChange.count({ where: { orgId: fleet.orgId, kind: "moved" } });
if (rows < ROUNDS * AGENTS) throw new Error(`only ${rows} changes were written`);

const promise = { unit: "s", against: `${PROMISED_S} s, as promised`, yardstick: PROMISED_S };
print({ name: "maturity_full_s_10k", value: Math.max(first, ...changed), ...promise });
print({ name: "maturity_quiet_s_10k", value: median(quiet), ...promise });

const { ctx } = fleet;
const pages: Record<string, () => Promise<unknown>> = {
  trend: () => getTrend(ctx, { days: 7 }),
  score: () => getScore(ctx, {}),
  actions: () => listActions(ctx, {}),
  failing: () => listFailing(ctx, { requirement: "owner" }),
  changes: () => listChanges(ctx, {}),
};
for (const [name, page] of Object.entries(pages)) {
  const taken: number[] = [];
  for (let round = 0; round < 30; round++) {
    const from = performance.now();
    await page();
    taken.push(performance.now() - from);
  }
  const against = { unit: "ms", against: `${PROMISED_PAGE_MS} ms, as promised`, yardstick: PROMISED_PAGE_MS };
  print({ name: `page_p95_ms_maturity_${name}`, value: quantile(taken, 0.95), ...against });
}
await db.$disconnect();
