/**
 * What the worker needs to build an audit pack with a million calls in it, each with another digest and an outcome: `pack_s_1m`, in
 * seconds, from being asked to the hash of the stored file; `pack_peak_mb`, the most memory that the process which builds it had;
 * `pack_peak_mb_250k`, the same with a quarter of the calls, and `pack_peak_growth`, how many times more the million takes.
 */
import { buildPack } from "@/lib/compliance/build-pack";
import { getPack } from "@/lib/compliance/get-pack";
import { database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { testFleet } from "@/lib/enforcement/testing";
import { clockMs, print } from "./support/figures";
import { Worker } from "./support/worker";

export const needs = "database";

const FEWER = 250_000;
const CALLS = 1_000_000;
const AGENTS = 200;
const TOOLS = 50;
const PROMISED_S = 120;
const PROMISED_MB = 256;
const MB = 1024 * 1024;
const LOOK_MS = 50;

const db = database();
const fleet = await testFleet();
const promised = { unit: "MB", against: `promise of ${PROMISED_MB} MB`, yardstick: PROMISED_MB };

await fill(0, FEWER);
const few = await pack(FEWER);
await fill(FEWER, CALLS);
const many = await pack(CALLS);
print({ name: "pack_s_1m", value: many.s, unit: "s", against: `aim of ${PROMISED_S} s`, yardstick: PROMISED_S });
print({ name: "pack_peak_mb", value: many.peak / MB, ...promised });
print({ name: "pack_peak_mb_250k", value: few.peak / MB, ...promised });
print({
  name: "pack_peak_growth",
  value: many.peak / few.peak,
  unit: "times",
  against: "a quarter of the calls",
  yardstick: 1,
});
await db.$disconnect();

/** A worker of its own, so that neither pack profits from, or pays for, what the other left. */
async function pack(calls: number): Promise<{ s: number; peak: number }> {
  const worker = await Worker.start();
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const from = clockMs();
  const { id } = await buildPack(fleet.ctx, { framework: "eu-ai-act", from: day(-8), to: day(0) });
  let peak = 0;
  for (;;) {
    peak = Math.max(peak, worker.builderPeakBytes());
    const { status, fault, total, bytes } = await getPack(fleet.ctx, { id });
    if (status === "done" && total >= calls) {
      const found = { s: (clockMs() - from) / 1000, peak };
      console.error(`the pack of ${calls} calls has ${bytes} bytes; ${Math.round(found.peak / MB)} MB, ${found.s} s`);
      await worker.stop();
      return found;
    }
    if (status !== "waiting" && status !== "running")
      throw new Error(`the pack is ${status}, of ${total} records: ${fault}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Calls of the last six days: those from one place in the row of all until before another. */
async function fill(from: number, until: number): Promise<void> {
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "effect", "code",
          "reason", "policies", "observed", "revision", "argumentsDigest", "argumentsText", "chain", "bodyDigest")
        SELECT ${fleet.orgId}, 'call-' || lpad(n::text, 19, '0'), "at", "at", ${fleet.enrolment.pepId},
          'agt_' || lpad((1 + n % ${AGENTS}::int)::text, 26, '0'), 'Agent ' || (1 + n % ${AGENTS}::int), 'desk/tool-' || n % ${TOOLS}::int, 'allow', 'permitted', 'Permitted by desk.',
          '{desk@1}', '{}', 1, 'sha256:' || encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), '{}', '{}', ''
        FROM (SELECT n, now() - interval '6 days' + n * interval '500 milliseconds' AS "at" FROM generate_series(${from}::int + 1, ${until}::int) n) made`);
      await tx.$executeRaw(Prisma.sql`
        INSERT INTO "ActivityOutcome" ("orgId", "callId", "id", "at", "receivedAt", "pepId", "outcome", "bodyDigest")
        SELECT "orgId", "id", "id" || 'o', "at", "receivedAt", "pepId", 'succeeded', '' FROM "ActivityEvent" e
         WHERE NOT EXISTS (SELECT 1 FROM "ActivityOutcome" o WHERE o."orgId" = e."orgId" AND o."callId" = e."id")`);
    },
    { timeout: 600_000 },
  );
  for (const table of ["ActivityEvent", "ActivityOutcome", "ActivityDay", "ActivityMinute"])
    await db.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);
}
