/** Private to this folder: the statements that put events into their tables, one for a whole batch of batches. */
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { CallEvent, GapEvent, OutcomeEvent } from "@/sdk/wire/protocol";

export type Entry<Event> = { orgId: string; pepId: string; digest: string; event: Event };
/** An event's key in its table: its own id, or the call's for an outcome. */
export type Key = { orgId: string; key: string };

/** Largest number that an integer column holds; what is larger is stated as "at least this". */
const whole = (value: number): number => Math.min(value, 2_147_483_647);

/** Says to the trigger that keeps the ids that insertCalls() has taken them, for the rest of the transaction. */
export const takesIds = Prisma.sql`set_config('gatehouse.ids_taken', 'yes', true)`;

// The ids come first: what is new among them is new, however many months lie between. They are inserted in their order, so that two
// reports of the same events wait for each other instead of deadlocking. IS TRUE has the new ones looked up by hash: the planner cannot
// know how many there are, and would compare each with each. The agent's name is taken from the inventory: events of agents that are
// not there are not stored.
export async function insertCalls(db: Db, entries: readonly Entry<CallEvent>[]): Promise<Key[]> {
  if (entries.length === 0) return [];
  const rows = entries.map(({ orgId, pepId, digest, event }) => ({
    ...event,
    orgId,
    pepId,
    digest,
    revision: whole(event.revision),
    decisionNs: event.decisionNs === null ? null : whole(event.decisionNs),
  }));
  return db.$queryRaw<Key[]>(Prisma.sql`
    WITH given AS MATERIALIZED (
      SELECT e.*, a."name" AS "agentName", now()::timestamptz(3) AS "receivedAt",
        "callKept"(e."effect", e."operationClass", e."checkpointId") AS "kept"
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e("orgId" text, "id" text, "at" timestamptz, "pepId" text,
        "agentId" text, "tool" text, "operationClass" text, "effect" text, "code" text, "enforced" boolean, "reason" text, "policies" text[],
        "observed" text[], "revision" int, "decisionNs" int, "argumentsDigest" text, "argumentsText" text,
        "onBehalfOf" text, "chain" text[], "checkpointId" text, "traceId" text, "digest" text)
      JOIN "Agent" a ON a."id" = e."agentId" AND a."orgId" = e."orgId"
    ), fresh AS (
      INSERT INTO "ActivityId" ("orgId", "id", "receivedAt", "kept", "pepId", "bodyDigest")
      SELECT "orgId", "id", "receivedAt", "kept", "pepId", "digest" FROM given ORDER BY "orgId", "id"
      ON CONFLICT DO NOTHING RETURNING "orgId", "id"
    )
    INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "operationClass", "effect",
      "code", "enforced", "reason", "policies", "observed", "revision", "decisionNs", "argumentsDigest", "argumentsText", "onBehalfOf",
      "chain", "checkpointId", "traceId", "bodyDigest", "kept")
    SELECT e."orgId", e."id", e."at", e."receivedAt", e."pepId", e."agentId", e."agentName", e."tool", e."operationClass", e."effect",
      e."code", e."enforced", e."reason", e."policies", e."observed", e."revision", e."decisionNs", e."argumentsDigest",
      e."argumentsText", e."onBehalfOf", e."chain", e."checkpointId", e."traceId", e."digest", e."kept"
    FROM given e WHERE ((e."orgId", e."id") IN (SELECT f."orgId", f."id" FROM fresh f)) IS TRUE
    RETURNING "orgId", "id" AS "key"`);
}

/** An outcome may come before its call, but never from another point than the call's. */
export async function insertOutcomes(db: Db, entries: readonly Entry<OutcomeEvent>[]): Promise<Key[]> {
  if (entries.length === 0) return [];
  const rows = entries.map(({ orgId, pepId, digest, event }) => ({ ...event, orgId, pepId, digest }));
  return db.$queryRaw<Key[]>(Prisma.sql`
    INSERT INTO "ActivityOutcome" ("orgId", "callId", "id", "at", "pepId", "outcome", "durationMs", "error", "bodyDigest")
    SELECT e."orgId", e."callId", e."id", e."at", e."pepId", e."outcome", e."durationMs", e."error", e."digest"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e("orgId" text, "callId" text, "id" text, "at" timestamptz,
      "pepId" text, "outcome" text, "durationMs" float8, "error" text, "digest" text)
    LEFT JOIN "ActivityId" c ON c."orgId" = e."orgId" AND c."id" = e."callId"
    WHERE c."pepId" IS NULL OR c."pepId" = e."pepId"
    ORDER BY e."orgId", e."callId"
    ON CONFLICT DO NOTHING RETURNING "orgId", "callId" AS "key"`);
}

export async function insertGaps(db: Db, entries: readonly Entry<GapEvent>[]): Promise<Key[]> {
  if (entries.length === 0) return [];
  const rows = entries.map(({ orgId, pepId, digest, event }) => ({
    ...event,
    orgId,
    pepId,
    digest,
    lost: whole(event.lost),
  }));
  return db.$queryRaw<Key[]>(Prisma.sql`
    INSERT INTO "ActivityGap" ("orgId", "id", "pepId", "at", "lost", "firstAt", "lastAt", "reason", "bodyDigest")
    SELECT e."orgId", e."id", e."pepId", e."at", e."lost", e."firstAt", e."lastAt", e."reason", e."digest"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e("orgId" text, "id" text, "pepId" text, "at" timestamptz,
      "lost" int, "firstAt" timestamptz, "lastAt" timestamptz, "reason" text, "digest" text)
    ORDER BY e."orgId", e."id"
    ON CONFLICT DO NOTHING RETURNING "orgId", "id" AS "key"`);
}

/** What is stored under a key already. */
export type Stored = Key & { digest: string };
const keysAs = (keys: readonly Key[]) =>
  Prisma.sql`json_to_recordset(${JSON.stringify(keys)}::json) AS k("orgId" text, "key" text)`;

export const storedCalls = (db: Db, keys: readonly Key[]) =>
  db.$queryRaw<Stored[]>(Prisma.sql`
    SELECT k."orgId", k."key", t."bodyDigest" AS "digest" FROM ${keysAs(keys)}
    JOIN "ActivityId" t ON t."orgId" = k."orgId" AND t."id" = k."key"`);

export const storedOutcomes = (db: Db, keys: readonly Key[]) =>
  db.$queryRaw<Stored[]>(Prisma.sql`
    SELECT k."orgId", k."key", t."bodyDigest" AS "digest" FROM ${keysAs(keys)}
    JOIN "ActivityOutcome" t ON t."orgId" = k."orgId" AND t."callId" = k."key"`);

export const storedGaps = (db: Db, keys: readonly Key[]) =>
  db.$queryRaw<Stored[]>(Prisma.sql`
    SELECT k."orgId", k."key", t."bodyDigest" AS "digest" FROM ${keysAs(keys)}
    JOIN "ActivityGap" t ON t."orgId" = k."orgId" AND t."id" = k."key"`);
