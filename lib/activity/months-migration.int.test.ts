/** Calls that were there before they stood in months are there afterwards, each once and unchanged. */
import { cpSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { emptyDatabase } from "@/e2e/support/test-database";
import { migrate } from "@/lib/db/migrate";

const all = "prisma/migrations";
const BEFORE = "0050_";

function migrationsBefore(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "gatehouse-migrations-"));
  for (const name of readdirSync(all))
    if (name < BEFORE) cpSync(path.join(all, name), path.join(directory, name), { recursive: true });
  return directory;
}

test("the migration to months loses nothing, counts nothing twice, and sorts by what was decided", async () => {
  const databaseUrl = await emptyDatabase();
  await migrate({ databaseUrl, directory: migrationsBefore() });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      INSERT INTO "ActivityEvent" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "operationClass", "effect",
        "code", "reason", "policies", "observed", "revision", "argumentsDigest", "argumentsText", "chain", "traceId", "bodyDigest")
      SELECT 'org_' || n % 2, 'event-' || n, t, t, 'pep_1', 'agt_1', 'Agent', 'bank/' || n % 7, (ARRAY['read', 'money.move'])[1 + n % 2],
        (ARRAY['allow', 'deny', 'hold'])[1 + n % 3], 'code', 'Because.', '{}', '{}', 1, 'd', '{"n":' || n || '}', '{}', 'trace', 'body-' || n
      FROM generate_series(1, 3000) n, LATERAL (SELECT now() - n * interval '3 hours' AS t) times`);
    await client.query(`
      INSERT INTO "ActivityOutcome" ("orgId", "callId", "id", "at", "pepId", "outcome", "bodyDigest")
      SELECT "orgId", "id", "id" || 'o', "at", "pepId", 'succeeded', '' FROM "ActivityEvent" WHERE "effect" = 'allow'`);
    const facts = async () => {
      const rows = await client.query(`
        SELECT (SELECT md5(string_agg(md5((to_jsonb(e) - 'kept')::text), '' ORDER BY "orgId", "id")) FROM "ActivityEvent" e) AS calls,
          (SELECT count(*)::int FROM "ActivityEvent") AS count,
          (SELECT md5(string_agg(h::text, '' ORDER BY h::text)) FROM "ActivityHour" h) AS hours,
          (SELECT sum("ended")::int FROM "ActivityDay") AS ended, (SELECT count(*)::int FROM "ActivityText") AS texts,
          (SELECT count(*)::int FROM "DeliveryFeed") AS feed`);
      return rows.rows[0];
    };
    const before = await facts();
    expect(before.count).toBe(3000);
    await migrate({ databaseUrl, directory: all });
    expect(await facts()).toEqual(before);
    const found = await client.query<{ name: string; routine: string; kept: string; calls: number }>(`
      SELECT tableoid::regclass::text AS name, "callKept"("effect", "operationClass", "checkpointId") AS routine, "kept", count(*)::int AS calls
      FROM "ActivityEvent" GROUP BY 1, 2, 3`);
    expect(found.rows.length).toBeGreaterThan(20);
    for (const row of found.rows) {
      expect(row.kept).toBe(row.routine);
      expect(row.name.endsWith(row.kept)).toBe(true);
    }
    const ids = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM "CallById" c JOIN "ActivityId" i USING ("orgId", "id", "receivedAt", "kept", "pepId", "bodyDigest")`,
    );
    expect(ids.rows[0]?.count).toBe(3000);
  } finally {
    await client.end();
  }
});
