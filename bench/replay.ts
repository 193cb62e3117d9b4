/**
 * What the worker needs to decide a million recorded calls again, each under two sets of policies: `replay_s_1m`, in seconds, with
 * its progress told as it is in life. Every call has other arguments, and 200 agents make them with 50 tools under 200 policies.
 */
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { publishByTwo, testFleet } from "@/lib/enforcement/testing";
import { registerTool } from "@/lib/inventory/register-tool";
import { createPolicy } from "@/lib/policy/create-policy";
import { getReplay } from "@/lib/replay/get-replay";
import { runReplays } from "@/lib/replay/run-replays";
import { startReplay } from "@/lib/replay/start-replay";
import { clockMs, print } from "./support/figures";

export const needs = "database";

const CALLS = 1_000_000;
const AGENTS = 200;
const TOOLS = 50;
const POLICIES = 200;
const PROMISED_S = 30;

const db = database();
const fleet = await testFleet();
await db.$executeRaw(Prisma.sql`
  INSERT INTO "Agent" ("id", "orgId", "name", "purpose", "provider", "framework", "environment", "team", "dataClasses",
    "autonomy", "riskTier", "ownerId")
  SELECT 'agt_' || lpad(n::text, 26, '0'), ${fleet.orgId}, 'Agent ' || n, 'Works', 'openai', 'langgraph', 'production',
    'team-' || n % 40, '{internal}', 'supervised', 'medium', ${fleet.users.owner.id}
  FROM generate_series(1, ${AGENTS}) n`);
for (let place = 0; place < TOOLS; place++)
  await registerTool(fleet.ctx, {
    server: "desk",
    name: `tool-${place}`,
    operationClass: "data.write",
    reversibility: "reversible",
    definition: {
      inputSchema: {
        type: "object",
        properties: { to: { type: "string" }, amount: { type: "integer" } },
        required: ["to", "amount"],
      },
    },
  });
await createPolicy(fleet.ctx, {
  slug: "desk",
  title: "Desk",
  text: 'permit (principal, action, resource == Server::"desk");',
});
for (let place = 0; place < POLICIES; place++)
  await createPolicy(fleet.ctx, {
    slug: `limit-${place}`,
    title: `Limit ${place}`,
    text: `forbid (principal, action == Action::"desk/tool-${place % TOOLS}", resource) when { principal.team == "team-${place % 40}" && context.args.amount > ${900 + place} };`,
  });
await publishByTwo(fleet, { note: "bench" });
await createPolicy(fleet.ctx, {
  slug: "draft",
  title: "Draft",
  // It has a say in every call, so that none is spared a decision.
  text: '@checkpoint("owner-agrees")\nforbid (principal, action, resource == Server::"desk") when { context.chainLength > 3 };',
});
await fill();

const { id } = await startReplay(fleet.ctx, { days: 7 });
const from = clockMs();
await runReplays(db);
const took = (clockMs() - from) / 1000;
const { status, result } = await getReplay(fleet.ctx, { id });
if (status !== "done" || result?.looked !== CALLS)
  throw new Error(`the replay is ${status}, ${result?.looked} looked at`);
print({ name: "replay_s_1m", value: took, unit: "s", against: `promise of ${PROMISED_S} s`, yardstick: PROMISED_S });
await db.$disconnect();

/** Calls of the last six days. */
async function fill(): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "effect", "code",
          "reason", "policies", "observed", "revision", "argumentsDigest", "argumentsText", "chain", "bodyDigest")
        SELECT ${fleet.orgId}, 'call-' || lpad(n::text, 19, '0'), "at", "at", ${fleet.enrolment.pepId},
          'agt_' || lpad((1 + n % ${AGENTS}::int)::text, 26, '0'), 'Agent ' || (1 + n % ${AGENTS}::int), 'desk/tool-' || n % ${TOOLS}::int, 'allow', 'permitted', '', '{}',
          '{}', 1, 'sha256:' || encode(sha256(convert_to("text", 'UTF8')), 'hex'), "text", '{}', ''
        FROM (SELECT n, now() - interval '6 days' + n * interval '500 milliseconds' AS "at",
          format('{"amount":%s,"to":"Supplier %s"}', n % 1200, n) AS "text"
          FROM generate_series(1, ${CALLS}) n) made`);
    },
    { timeout: 600_000 },
  );
  await db.$executeRaw(Prisma.sql`VACUUM ANALYZE "ActivityEvent"`);
}
