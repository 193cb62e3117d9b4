/** Looks for the decisions about reported calls; one that nobody claims within the grace period passed no enforcement point. */
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { AFTER_MS, BEFORE_MS, type Decision, type Match, matchCalls, type OpenCall } from "./match-calls";
import { GRACE_SECONDS, UNMEDIATED_HOURS } from "./rules";

const MOST_CALLS = 1_000;
const MOST_DECISIONS = 20_000;
/** A point's record comes in this long before telemetry of the same call at most; an exporter's clock may be off by a day. */
const EARLIER_MS = 3_600_000;
const WRONG_CLOCK_MS = 24 * 3_600_000;
/** How far back decisions that arrive late are looked through for calls that were given up. */
const LATE = "1 hour";

export type Settled = { decided: number; parts: number; unmediated: number };

type Row = OpenCall & { receivedMs: number };

/** One at a time for an organisation, so that no decision is taken twice. */
export function settleCalls(ctx: Ctx): Promise<Settled> {
  return transaction(ctx, async (tx) => {
    await tx.db.$queryRaw(Prisma.sql`
      SELECT pg_advisory_xact_lock(hashtextextended(${`settle ${tx.orgId}`}, 0))::text`);
    const parts = await settleParts(tx);
    const calls = await openCalls(tx);
    const matches = calls.length > 0 ? matchCalls(calls, await freeDecisions(tx, calls)) : [];
    await writeMatches(tx, matches);
    const unmediated = await giveUp(tx);
    const changed = parts + matches.length + unmediated > 0;
    if (changed) await notify(tx.db, { orgId: tx.orgId, topic: "activity", ref: "call" });
    return { decided: matches.length, parts, unmediated };
  });
}

/** A span inside another one of the same tool tells of the same call: a client's span within the framework's. */
const settleParts = ({ db, orgId, now }: TxCtx): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "ReportedCall" c SET "mediation" = 'part', "decisionId" = p."id", "matchedBy" = 'parent',
      "settledAt" = ${now}::timestamptz
    FROM "ReportedCall" p
    WHERE c."orgId" = ${orgId} AND c."mediation" IN ('waiting', 'unmediated')
      AND c."receivedAt" > ${now}::timestamptz - make_interval(hours => ${UNMEDIATED_HOURS}::int)
      AND c."parentSpanId" IS NOT NULL AND p."orgId" = c."orgId"
      AND p."id" = 'opentelemetry-span:' || c."traceId" || ':' || c."parentSpanId"
      AND substr(p."tool", strpos(p."tool", '/') + 1) = substr(c."tool", strpos(c."tool", '/') + 1)`);

/** Those that wait, and those given up lately for which a decision may have come since. */
const openCalls = ({ db, orgId, now }: TxCtx): Promise<Row[]> => {
  const columns = Prisma.sql`r."id", (extract(epoch FROM r."at") * 1000)::float8 AS "atMs", r."durationMs", r."agentId", r."tool",
    r."callId", r."traceId", r."argumentsDigest", (extract(epoch FROM r."receivedAt") * 1000)::float8 AS "receivedMs"`;
  return db.$queryRaw<Row[]>(Prisma.sql`
    (SELECT ${columns} FROM "ReportedCall" r WHERE r."orgId" = ${orgId} AND r."mediation" = 'waiting'
      ORDER BY r."receivedAt" LIMIT ${MOST_CALLS})
    UNION ALL
    (SELECT ${columns} FROM "ReportedCall" r WHERE r."orgId" = ${orgId} AND r."mediation" = 'unmediated'
      AND r."receivedAt" > ${now}::timestamptz - make_interval(hours => ${UNMEDIATED_HOURS}::int)
      AND EXISTS (SELECT 1 FROM "ActivityEvent" d WHERE d."orgId" = r."orgId" AND d."agentId" = r."agentId"
        AND d."receivedAt" > greatest(r."settledAt", ${now}::timestamptz - ${LATE}::interval))
      ORDER BY r."receivedAt" DESC LIMIT ${MOST_CALLS})`);
};

/** Decisions that let a call run, and that no other reported call has taken. */
function freeDecisions({ db, orgId }: TxCtx, calls: readonly Row[]): Promise<Decision[]> {
  const unique = (values: readonly (string | null)[]) => [...new Set(values.flatMap((value) => value ?? []))];
  const from = Math.min(...calls.map(({ atMs }) => atMs)) - BEFORE_MS;
  const to = Math.max(...calls.map(({ atMs, durationMs }) => atMs + (durationMs ?? 0))) + AFTER_MS;
  const since = Math.min(
    ...calls.map(({ atMs, receivedMs }) => Math.max(Math.min(atMs, receivedMs), receivedMs - WRONG_CLOCK_MS)),
  );
  return db.$queryRaw<Decision[]>(Prisma.sql`
    SELECT d."id", (extract(epoch FROM d."at") * 1000)::float8 AS "atMs", d."agentId", d."tool", d."traceId", d."argumentsDigest"
    FROM "ActivityEvent" d
    WHERE d."orgId" = ${orgId} AND d."agentId" = ANY(${unique(calls.map(({ agentId }) => agentId))})
      AND d."receivedAt" >= to_timestamp(${since - EARLIER_MS}::float8 / 1000)
      AND (d."effect" = 'allow' OR NOT d."enforced")
      AND ((d."at" BETWEEN to_timestamp(${from}::float8 / 1000) AND to_timestamp(${to}::float8 / 1000))
        OR d."traceId" = ANY(${unique(calls.map(({ traceId }) => traceId))})
        OR d."id" = ANY(${unique(calls.map(({ callId }) => callId))}))
      AND NOT EXISTS (SELECT 1 FROM "ReportedCall" taken WHERE taken."orgId" = d."orgId" AND taken."decisionId" = d."id"
        AND taken."mediation" = 'decided')
    ORDER BY d."receivedAt" DESC LIMIT ${MOST_DECISIONS}`);
}

async function writeMatches({ db, orgId, now }: TxCtx, matches: readonly Match[]): Promise<void> {
  if (matches.length === 0) return;
  await db.$executeRaw(Prisma.sql`
    UPDATE "ReportedCall" r SET "mediation" = 'decided', "decisionId" = m."decisionId", "matchedBy" = m."by",
      "settledAt" = ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(matches)}::json) AS m("callId" text, "decisionId" text, "by" text)
    WHERE r."orgId" = ${orgId} AND r."id" = m."callId"`);
}

const giveUp = ({ db, orgId, now }: TxCtx): Promise<number> =>
  db.$executeRaw(Prisma.sql`
    UPDATE "ReportedCall" SET "mediation" = 'unmediated', "settledAt" = ${now}::timestamptz
    WHERE "orgId" = ${orgId} AND "mediation" = 'waiting'
      AND "receivedAt" < ${now}::timestamptz - make_interval(secs => ${GRACE_SECONDS}::int)`);
