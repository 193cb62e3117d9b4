/**
 * What the console's pages wait for on the server: the verbs behind them, for 10,000 agents, at three sizes of the record.
 * `page_p95_ms_NAME_EVENTS`; `ratio` is the larger record's figure divided by the smallest's: 1 is flat. The largest size is 10
 * million calls where these are stored within half an hour, else 3 million; which one it was is in the name.
 */
import { listCalls } from "@/lib/activity/list-calls";
import { summariseCalls } from "@/lib/activity/summarise-calls";
import { watchEvidence } from "@/lib/compliance/evidence-look";
import { getControl } from "@/lib/compliance/get-control";
import { getFramework } from "@/lib/compliance/get-framework";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { listPoints } from "@/lib/enforcement/list-points";
import { testFleet } from "@/lib/enforcement/testing";
import { listAgents } from "@/lib/inventory/list-agents";
import { getAgentStage } from "@/lib/maturity/get-agent-stage";
import { getOverview } from "@/lib/maturity/get-overview";
import { getScore } from "@/lib/maturity/get-score";
import { getTrend } from "@/lib/maturity/get-trend";
import { listActions } from "@/lib/maturity/list-actions";
import { listFailing } from "@/lib/maturity/list-failing";
import { recomputeMaturity } from "@/lib/maturity/recompute";
import { getPlan } from "@/lib/plan/get-plan";
import { startPlan } from "@/lib/plan/start-plan";
import { watchGates } from "@/lib/plan/watch-gates";
import { p95Of } from "./support/figures";

export const needs = "database";

const AGENTS = 10_000;
/** Null: the largest. */
const SIZES = [100_000, 1_000_000, null];
const ROUNDS = 30;
/** So long the largest size may take to be stored. */
const PATIENCE_S = 1_800;
/** Stored in one step. */
const STEP = 450_000;

const fleet = await testFleet();
const db = database();
await db.$executeRaw(Prisma.sql`
  INSERT INTO "Agent" ("id", "orgId", "name", "purpose", "provider", "framework", "environment", "team", "dataClasses",
    "autonomy", "riskTier", "ownerId")
  SELECT 'agt_' || lpad(n::text, 26, '0'), ${fleet.orgId}, 'Agent ' || n, 'Works', 'openai', 'langgraph', 'production',
    'team-' || n % 40, '{internal}', 'supervised', (ARRAY['low', 'medium', 'high', 'critical'])[1 + n % 4],
    ${fleet.users.owner.id}
  FROM generate_series(1, ${AGENTS}) n`);

const pages: Record<string, (ctx: Ctx) => Promise<unknown>> = {
  overview: (ctx) => getOverview(ctx, {}),
  activity: (ctx) => listCalls(ctx, {}),
  activity_denied: (ctx) => listCalls(ctx, { effect: "deny" }),
  decisions_day: (ctx) => summariseCalls(ctx, { hours: 24 }),
  agents: (ctx) => listAgents(ctx, {}),
  agent_stage: (ctx) => getAgentStage(ctx, { id: fleet.agentId }),
  points: (ctx) => listPoints(ctx, {}),
  framework: (ctx) => getFramework(ctx, { framework: "eu-ai-act" }),
  control: (ctx) => getControl(ctx, { framework: "eu-ai-act", control: "art-14-4-e" }),
  plan: (ctx) => getPlan(ctx, {}),
  score: (ctx) => getScore(ctx, {}),
  trend: (ctx) => getTrend(ctx, {}),
  failing: (ctx) => listFailing(ctx, { requirement: "owner" }),
  actions: (ctx) => listActions(ctx, {}),
};
await startPlan(fleet.ctx, { startsOn: new Date().toISOString().slice(0, 10), timeZone: "UTC" });

let stored = 0;
let perMillion = 0;
const before = new Map<string, number>();
for (const size of SIZES) {
  const most = size ?? (perMillion * 9 <= PATIENCE_S ? 10_000_000 : 3_000_000);
  const began = performance.now();
  const missing = most - stored;
  for (; stored < most; stored += Math.min(STEP, most - stored)) await fill(Math.min(STEP, most - stored));
  perMillion = ((performance.now() - began) / missing) * 1000;
  process.stderr.write(`${most} calls are stored, the last at ${perMillion.toFixed(0)} s a million\n`);
  await tidy();
  // As the worker does all the time.
  await recomputeMaturity(fleet.system);
  await watchGates(fleet.system);
  await watchEvidence(fleet.system);
  for (const [name, page] of Object.entries(pages)) {
    const p95 = await p95Of(ROUNDS, () => page(fleet.ctx));
    const first = before.get(name) ?? p95;
    before.set(name, first);
    const row = { name: `page_p95_ms_${name}_${most}`, value: Number(p95.toFixed(1)), unit: "ms" };
    console.log(JSON.stringify({ ...row, against: `${SIZES[0]} events`, ratio: Number((p95 / first).toPrecision(3)) }));
  }
}
await db.$disconnect();

/** Calls of the last seven days, nine in ten of them with an outcome. */
async function fill(count: number): Promise<void> {
  const pepId = fleet.enrolment.pepId;
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool",
          "operationClass", "effect", "code", "reason", "policies", "observed", "revision", "decisionNs",
          "argumentsDigest", "argumentsText", "chain", "bodyDigest")
        SELECT ${fleet.orgId}, 'event-' || lpad((${stored}::int + n)::text, 14, '0'), t, t, ${pepId},
          'agt_' || lpad((1 + n % ${AGENTS})::text, 26, '0'), 'Agent', 'bank/balance', 'read',
          CASE n % 20 WHEN 0 THEN 'deny' WHEN 1 THEN 'hold' ELSE 'allow' END, 'permitted', 'Permitted.', '{}', '{}', 1,
          4000, 'sha256:' || repeat('0', 64), '{"account":"1"}', '{}', ''
        FROM generate_series(1, ${count}::int) n,
          LATERAL (SELECT now() - random() * n / n * interval '7 days' AS t) at`);
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO "ActivityOutcome" ("orgId", "callId", "id", "at", "pepId", "outcome", "bodyDigest")
        SELECT "orgId", "id", "id" || 'o', "at", "pepId", 'succeeded', '' FROM "ActivityEvent" e
        WHERE "effect" = 'allow' AND right("id", 1) <> '7' AND "orgId" = ${fleet.orgId}
          AND "id" > 'event-' || lpad(${stored}::text, 14, '0')`);
    },
    { timeout: 600_000 },
  );
}

async function tidy(): Promise<void> {
  for (const table of ["ActivityEvent", "ActivityOutcome", "ActivityHour", "ActivityDay", "ActivityMinute", "Agent"])
    await db.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);
}
