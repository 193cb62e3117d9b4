/**
 * What the worker needs to build an audit pack with a million calls in it: `pack_s_1m`, in seconds, from the snapshot to the hash of the
 * stored file; `pack_peak_mb`, the most memory that the process had meanwhile, and `pack_added_mb`, how much more that is than before.
 * Every call has another digest and an outcome.
 */
import { buildPack } from "@/lib/compliance/build-pack";
import { getPack } from "@/lib/compliance/get-pack";
import { runPacks } from "@/lib/compliance/run-packs";
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { testFleet } from "@/lib/enforcement/testing";
import { sealNow } from "@/lib/jobs/seal-audit";
import { clockMs, print } from "./support/figures";

export const needs = "database";

const CALLS = 1_000_000;
const AGENTS = 200;
const TOOLS = 50;
const PROMISED_S = 120;
const PROMISED_MB = 256;
const MB = 1024 * 1024;

const db = database();
const fleet = await testFleet();
await fill();

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const { id } = await buildPack(fleet.ctx, { framework: "eu-ai-act", from: day(-8), to: day(0) });
const before = process.memoryUsage().rss;
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
const from = clockMs();
await runPacks(db, sealNow);
const took = (clockMs() - from) / 1000;
clearInterval(watch);
const { status, fault, total, bytes } = await getPack(fleet.ctx, { id });
if (status !== "done" || total < CALLS) throw new Error(`the pack is ${status}, of ${total} records: ${fault}`);
console.error(`the pack has ${bytes} bytes`);
print({ name: "pack_s_1m", value: took, unit: "s", against: `aim of ${PROMISED_S} s`, yardstick: PROMISED_S });
print({
  name: "pack_peak_mb",
  value: peak / MB,
  unit: "MB",
  against: `promise of ${PROMISED_MB} MB`,
  yardstick: PROMISED_MB,
});
print({
  name: "pack_added_mb",
  value: (peak - before) / MB,
  unit: "MB",
  against: `promise of ${PROMISED_MB} MB`,
  yardstick: PROMISED_MB,
});
await db.$disconnect();

/** Calls of the last six days. */
async function fill(): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "effect", "code",
          "reason", "policies", "observed", "revision", "argumentsDigest", "argumentsText", "chain", "bodyDigest")
        SELECT ${fleet.orgId}, 'call-' || lpad(n::text, 19, '0'), "at", "at", ${fleet.enrolment.pepId},
          'agt_' || lpad((1 + n % ${AGENTS}::int)::text, 26, '0'), 'Agent ' || (1 + n % ${AGENTS}::int), 'desk/tool-' || n % ${TOOLS}::int, 'allow', 'permitted', 'Permitted by desk.',
          '{desk@1}', '{}', 1, 'sha256:' || encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), '{}', '{}', ''
        FROM (SELECT n, now() - interval '6 days' + n * interval '500 milliseconds' AS "at" FROM generate_series(1, ${CALLS}) n) made`);
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO "ActivityOutcome" ("orgId", "callId", "id", "at", "receivedAt", "pepId", "outcome", "bodyDigest")
        SELECT "orgId", "id", "id" || 'o', "at", "receivedAt", "pepId", 'succeeded', '' FROM "ActivityEvent"`);
    },
    { timeout: 600_000 },
  );
  for (const table of ["ActivityEvent", "ActivityOutcome", "ActivityDay", "ActivityMinute"])
    await db.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);
}
