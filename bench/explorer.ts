/**
 * What the activity explorer asks, at three sizes of the record: `explorer_p95_ms_N_QUERY`, and the slowest of them as
 * `explorer_p95_ms_N`. `ratio` is the figure divided by the one at the smallest size: 1 is flat. The largest size is 10 million calls
 * where these are stored within eight minutes, else 3 million; which one it was is in the name.
 */
import { countCalls } from "@/lib/activity/count-calls";
import { getTrace } from "@/lib/activity/get-trace";
import { listCalls } from "@/lib/activity/list-calls";
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { testFleet } from "@/lib/enforcement/testing";
import { p95Of } from "./support/figures";

export const needs = "database";

const AGENTS = 500;
const ROUNDS = 20;
const DAYS = 30;
/** So long the largest size may take to be stored. */
const PATIENCE_S = 480;

const fleet = await testFleet();
const db = database();
const { ctx, orgId } = fleet;
await db.$executeRaw(Prisma.sql`
  INSERT INTO "Agent" ("id", "orgId", "name", "purpose", "provider", "framework", "environment", "team", "dataClasses",
    "autonomy", "riskTier", "ownerId")
  SELECT 'agt_' || lpad(n::text, 26, '0'), ${orgId}, 'Agent ' || n, 'Works', 'openai', 'langgraph', 'production',
    'team-' || n % 40, '{internal}', 'supervised', 'medium', ${fleet.users.owner.id}
  FROM generate_series(1, ${AGENTS}) n`);

const from = new Date(Date.now() - DAYS * 86_400_000).toISOString();
const agentId = `agt_${"7".padStart(26, "0")}`;
/** Asked once for what the timed question needs, then often. */
const queries: Record<string, () => Promise<() => Promise<unknown>>> = {
  first_page: async () => () => listCalls(ctx, { from }),
  next_page: async () => {
    const { nextCursor } = await listCalls(ctx, { from, to: new Date(Date.now() - 15 * 86_400_000).toISOString() });
    return () => listCalls(ctx, { from, cursor: nextCursor ?? undefined });
  },
  filter_common: async () => () => listCalls(ctx, { from, effect: "deny" }),
  filter_rare: async () => () => listCalls(ctx, { from, tool: "vault/open" }),
  filter_agent: async () => () => listCalls(ctx, { from, agentId, effect: "hold" }),
  filter_principal: async () => () => listCalls(ctx, { from, onBehalfOf: "nobody@example.test" }),
  text_common: async () => () => listCalls(ctx, { from, q: "permitted" }),
  text_rare: async () => () => listCalls(ctx, { from, q: "vault open" }),
  text_nothing: async () => () => listCalls(ctx, { from, q: "zebra" }),
  facets: async () => () => countCalls(ctx, { from }),
  facets_filtered: async () => () => countCalls(ctx, { from, effect: "deny", team: "team-3" }),
  facets_text: async () => () => countCalls(ctx, { from, q: "permitted" }),
  trace: async () => {
    const { items } = await listCalls(ctx, { from, limit: 1 });
    return () => getTrace(ctx, { traceId: items[0]?.traceId ?? "" });
  },
};

const first = new Map<string, number>();
let stored = 0;
let perMillion = 0;
for (const size of [100_000, 1_000_000, null]) {
  const most = size ?? (perMillion * 9 <= PATIENCE_S ? 10_000_000 : 3_000_000);
  if (size === null)
    process.stderr.write(`a million calls are stored in ${perMillion.toFixed(0)} s: ${most} is the largest size\n`);
  const began = performance.now();
  await fill(most - stored);
  perMillion = ((performance.now() - began) / (most - stored)) * 1000;
  stored = most;
  const slowest = [];
  for (const [name, prepare] of Object.entries(queries))
    slowest.push(figure(`${most}_${name}`, name, await p95Of(ROUNDS, await prepare())));
  figure(String(most), "", Math.max(...slowest));
}
await db.$disconnect();

function figure(name: string, query: string, p95: number): number {
  const least = first.get(query) ?? p95;
  first.set(query, least);
  const row = { name: `explorer_p95_ms_${name}`, value: Number(p95.toFixed(1)), unit: "ms" };
  console.log(JSON.stringify({ ...row, against: "100000 calls", ratio: Number((p95 / least).toPrecision(3)) }));
  return p95;
}

/**
 * Calls of the last thirty days. The counts and texts that triggers keep with every batch are made once for all of them: what is
 * measured is how they are read.
 */
async function fill(count: number): Promise<void> {
  // Calls arrive in the order of their time, and lie so on disk.
  const at = Prisma.sql`now() - make_interval(secs => ${DAYS * 86_400}::float8 * (${stored + count}::int - n) / ${count}::int)`;
  const steps = [
    Prisma.sql`SELECT "makeCallMonth"(t) FROM generate_series(now() - make_interval(days => ${DAYS}::int), now(), interval '1 day') t`,
    Prisma.sql`ALTER TABLE "ActivityEvent" DISABLE TRIGGER USER`,
    Prisma.sql`
      INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "operationClass", "effect",
        "code", "reason", "policies", "observed", "revision", "decisionNs", "argumentsDigest", "argumentsText", "onBehalfOf", "chain",
        "traceId", "bodyDigest")
      SELECT ${orgId}, 'event-' || lpad(n::text, 14, '0'), t, t, ${fleet.enrolment.pepId}, 'agt_' || lpad(a::text, 26, '0'), 'Agent ' || a,
        CASE WHEN n % 50000 = 7 THEN 'vault/open' ELSE 'server-' || a % 20 || '/tool_' || n % 3 END,
        (ARRAY['read', 'data.write', 'money.move'])[1 + n % 3],
        CASE n % 20 WHEN 0 THEN 'deny' WHEN 1 THEN 'hold' ELSE 'allow' END,
        CASE n % 20 WHEN 0 THEN 'forbidden' WHEN 1 THEN 'checkpoint_required' ELSE 'permitted' END,
        CASE n % 20 WHEN 0 THEN 'Forbidden by limits.' WHEN 1 THEN 'Held by large-payments.' ELSE 'Permitted by team-open.' END,
        '{}', '{}', 1, 4000, 'sha256:' || repeat('0', 64), '{"account":"1"}', 'person-' || n % 400 || '@example.test', '{}',
        md5((n / 4)::text), ''
      FROM generate_series(${stored}::int + 1, ${stored + count}::int) n, LATERAL (SELECT 1 + n % ${AGENTS}::int AS a, ${at} AS t) made`,
    Prisma.sql`ALTER TABLE "ActivityEvent" ENABLE TRIGGER USER`,
    Prisma.sql`
      INSERT INTO "ActivityId" SELECT "orgId", "id", "receivedAt", "kept", "pepId", "bodyDigest" FROM "ActivityEvent"
      WHERE "orgId" = ${orgId} ON CONFLICT DO NOTHING`,
    Prisma.sql`DELETE FROM "ActivityHour" WHERE "orgId" = ${orgId}`,
    Prisma.sql`
      INSERT INTO "ActivityHour" SELECT "orgId", date_trunc('hour', "receivedAt", 'UTC'), "agentId", "pepId", "tool", "operationClass",
        "effect", "code", "enforced", false, count(*), 0
      FROM "ActivityEvent" WHERE "orgId" = ${orgId} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    Prisma.sql`DELETE FROM "ActivityDay" WHERE "orgId" = ${orgId}`,
    Prisma.sql`
      INSERT INTO "ActivityDay" SELECT "orgId", date_trunc('day', "from", 'UTC'), "agentId", "pepId", "tool", "operationClass", "effect",
        "code", "enforced", "asked", sum("calls"), sum("ended")
      FROM "ActivityHour" WHERE "orgId" = ${orgId} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
    Prisma.sql`DELETE FROM "ActivityMinute" WHERE "orgId" = ${orgId}`,
    Prisma.sql`
      INSERT INTO "ActivityMinute" SELECT "orgId", date_trunc('minute', "receivedAt", 'UTC'), 0, count(*) FILTER (WHERE "effect" = 'allow'),
        count(*) FILTER (WHERE "effect" = 'deny'), count(*) FILTER (WHERE "effect" = 'hold')
      FROM "ActivityEvent" WHERE "orgId" = ${orgId} GROUP BY 1, 2`,
    Prisma.sql`
      INSERT INTO "ActivityText" SELECT "orgId", md5("text")::uuid, "text" FROM (
        SELECT DISTINCT "orgId", "callText"("agentName", "tool", "reason") AS "text" FROM "ActivityEvent" WHERE "orgId" = ${orgId}) t
      ON CONFLICT DO NOTHING`,
  ];
  for (const step of steps) await db.$executeRaw(step);
  for (const table of [
    "ActivityEvent",
    "ActivityId",
    "ActivityHour",
    "ActivityDay",
    "ActivityMinute",
    "ActivityText",
    "Agent",
  ])
    await db.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);
}
