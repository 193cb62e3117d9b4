/**
 * Judging a roll-out: one look of the worker at a fleet of 5,000 points of which the first ring has 250, while a million calls of that
 * ring wait to be judged. A look takes the next 2,000 at most and judges the thresholds; `roll_out_look_s` is the longest of them.
 */

import { database } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { readTool, testFleet } from "@/lib/enforcement/testing";
import { createPolicy } from "@/lib/policy/create-policy";
import { publishBundle } from "@/lib/policy/publish-bundle";
import { RollOutPlan } from "@/lib/policy/ring-contract";
import { look } from "@/lib/rollouts/attend-roll-outs";
import { getRollOut } from "@/lib/rollouts/get-roll-out";
import { clockMs, median, print } from "./support/figures";

export const needs = "database";

const POINTS = 5_000;
const CALLS = Number(process.env.BENCH_CALLS ?? 1_000_000);
const PROMISED_S = 1;

const db = database();
const fleet = await testFleet("Bench");
await db.$executeRaw(Prisma.sql`
  INSERT INTO "Pep" ("id", "orgId", "name", "kind", "version", "publicKey", "mode", "agents", "connected", "lastSeenAt")
  SELECT 'pep_' || lpad(n::text, 26, '0'), ${fleet.orgId}, 'Point ' || n, 'sdk', '1', '', 'enforce', ARRAY[${fleet.agentId}], true, now()
  FROM generate_series(1, ${POINTS}) n`);
await createPolicy(fleet.ctx, {
  slug: "no-large-account",
  title: "No large account",
  text: `forbid (principal, action == Action::"${readTool}", resource) when { context.args.account == "none" };`,
});
const thresholds = { newlyDeniedPercent: 100, newlyHeldPercent: 100, unacknowledged: POINTS };
const { done } = await publishBundle(fleet.ctx, { rollOut: RollOutPlan.parse({ thresholds }) });
if (!done?.rollOut) throw new Error("no roll-out was started");
const id = done.rollOut;
await db.rollOut.update({ where: { id }, data: { judgedTo: new Date(Date.now() - 3_600_000) } });
await db.$executeRaw(Prisma.sql`
  INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "effect", "code",
    "reason", "policies", "observed", "revision", "argumentsDigest", "argumentsText", "chain", "bodyDigest")
  SELECT ${fleet.orgId}, 'call-' || lpad(n::text, 19, '0'), "at", "at", ring."ids"[1 + n % array_length(ring."ids", 1)], ${fleet.agentId},
    'Agent', ${readTool}, 'allow', 'permitted', '', '{}', '{}', ${done.revision},
    'sha256:' || encode(sha256(convert_to("text", 'UTF8')), 'hex'), "text", '{}', ''
  FROM (SELECT n, now() - interval '50 minutes' + n * interval '2 milliseconds' AS "at", format('{"account":"%s"}', n) AS "text"
      FROM generate_series(1, ${CALLS}) n) made,
    (SELECT array_agg(x."pepId") AS "ids" FROM "RollOutPoint" x WHERE x."rollOutId" = ${id} AND x."position" = 0) ring`);
await db.$executeRaw(Prisma.sql`VACUUM ANALYZE "ActivityEvent"`);

const looks: number[] = [];
const worker = systemContext(fleet.orgId, "bench");
const judged = async () => (await getRollOut(fleet.ctx, { id })).rings[0]?.counts.judged ?? 0;
for (let rest = true; rest; ) {
  const from = clockMs();
  rest = await look(worker);
  looks.push((clockMs() - from) / 1000);
}
if ((await judged()) !== CALLS) throw new Error(`${await judged()} calls were judged`);
const against = `promise of ${PROMISED_S} s`;
print({ name: "roll_out_look_s", value: Math.max(...looks), unit: "s", against, yardstick: PROMISED_S });
print({ name: "roll_out_look_p50_s", value: median(looks), unit: "s", against, yardstick: PROMISED_S });
const all = looks.reduce((sum, one) => sum + one, 0);
print({ name: "roll_out_judge_s", value: all, unit: "s", against: "30 s of a replay", yardstick: 30 });
await db.$disconnect();
