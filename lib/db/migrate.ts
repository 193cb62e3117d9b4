/**
 * Brings a database to the schema of this version. It keeps Prisma's own books (`_prisma_migrations`, its checksums and its
 * advisory lock), so `prisma migrate status` and `prisma migrate deploy` agree with it and either can follow the other.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { type Migration, readMigrations } from "./migrate-files";
import { MigrationRefused } from "./migrate-refused";

type Options = { databaseUrl: string; directory: string; onApplied?: (name: string) => void; patienceMs?: number };

/** The key under which Prisma's own engine locks a database while it migrates. */
const ADVISORY_LOCK = 72707369;
const OLDEST_POSTGRES = 150_000;

const BOOKS = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** Applies what is missing and returns the names of what was applied. Two at once are safe: the second waits. */
export async function migrate({ databaseUrl, directory, onApplied, patienceMs = 60_000 }: Options): Promise<string[]> {
  const migrations = readMigrations(directory);
  if (migrations.length === 0) throw new MigrationRefused("missing", directory);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "gatehouse-migrate" });
  // A connection that breaks is reported by the query that was running; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await refuseOldServer(client);
    await lock(client, patienceMs);
    const pending = await pendingOf(client, migrations);
    for (const migration of pending) {
      await apply(client, migration);
      onApplied?.(migration.name);
    }
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text",
  );
  const [version] = rows;
  if (!version || version.number < OLDEST_POSTGRES) throw new MigrationRefused("tooOld", version?.text ?? "unknown");
}

/** Held by the session, so it ends with it, whatever happens to this process. */
async function lock(client: pg.Client, patienceMs: number): Promise<void> {
  await client.query(`SET lock_timeout = ${Math.trunc(patienceMs)}`);
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === "55P03") throw new MigrationRefused("busy");
    throw error;
  }
}

async function pendingOf(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string }>(
    // Extensions of hosted databases leave views here; those are nobody's tables.
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1`,
  );
  const tables = rows.map(({ name }) => name);
  if (!tables.includes("_prisma_migrations")) {
    if (tables.length > 0) throw new MigrationRefused("foreign", tables.slice(0, 3).join(", "));
    await client.query(BOOKS);
    return migrations;
  }
  const applied = await readBooks(client);
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new MigrationRefused("newer", unknown.join(", "));
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited) throw new MigrationRefused("edited", edited.name);
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Name → checksum of what is in force. What was rolled back counts as never applied. */
async function readBooks(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const unfinished = rows.find(({ finished }) => !finished);
  if (unfinished) throw new MigrationRefused("unfinished", unfinished.name);
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** The migration and its entry in the books are one transaction: whatever interrupts it leaves neither. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [id, checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await noteFailure(client, { id, name, checksum, error });
    throw new MigrationRefused("failed", `${name} failed: ${reason(error, sql)}`, { cause: error });
  }
}

type Failure = { id: string; name: string; checksum: string; error: unknown };

/** Best effort: where the connection is gone there is nobody left to tell, and nothing was kept anyway. */
async function noteFailure(client: pg.Client, { id, name, checksum, error }: Failure): Promise<void> {
  try {
    await client.query("ROLLBACK");
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, logs, rolled_back_at) VALUES ($1, $2, $3, $4, now())`,
      [id, checksum, name, String(error)],
    );
  } catch {
    return;
  }
}

function reason(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
  const line = Number.isNaN(position) ? "" : ` (line ${sql.slice(0, position).split("\n").length})`;
  return `${error.message}${line}.`;
}
