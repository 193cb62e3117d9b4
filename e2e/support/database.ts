/** What the database holds, for journeys that promise to change nothing. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import pg from "pg";

const root = path.resolve(import.meta.dirname, "../..");

/** The running stack's own database, as `npm run admin` finds it. */
function databaseUrl(): string {
  const ask = `import { openDatabase } from "./scripts/start/database.mjs"; console.log((await openDatabase(() => {})).url);`;
  const { DATABASE_URL: _, ...env } = process.env;
  return execFileSync(process.execPath, ["--input-type=module", "-e", ask], {
    cwd: root,
    env,
    encoding: "utf8",
  }).trim();
}

/**
 * Everything that a person's act would change. What the processes do by themselves is left out: heartbeats, sealing, when a
 * session was last seen, and messages about anything but the request in question, which go out meanwhile.
 */
const held = {
  checkpoints: `SELECT "id", "status", "statusReason", "closedAt" FROM "Checkpoint"`,
  votes: `SELECT * FROM "CheckpointDecision"`,
  grants: `SELECT * FROM "Grant"`,
  stepUps: `SELECT * FROM "StepUp"`,
  messages: `SELECT "id", "status", "endedAt" FROM "Message" WHERE "subjectId" = $1`,
  preferences: `SELECT * FROM "MessagePreference"`,
  servers: `SELECT "version", "host" FROM "MailServer"`,
  people: `SELECT "id", "roles", "status", "passwordHash" FROM "User"`,
  sessions: `SELECT "id", "userId", "expiresAt" FROM "Session"`,
  keys: `SELECT "id", "revokedAt" FROM "ApiKey"`,
  agents: `SELECT "id", "status", "ownerId" FROM "Agent"`,
  policies: `SELECT "id", "status", "version" FROM "Policy"`,
  findings: `SELECT "id", "status" FROM "Finding" WHERE "closedBy" IS NOT NULL`,
  acts: `SELECT "id", "action" FROM "AuditEntry" WHERE "actorKind" IN ('user', 'anonymous')`,
};

export async function snapshot(checkpointId: string): Promise<Record<keyof typeof held, string>> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    const tables: [string, string][] = [];
    for (const [name, sql] of Object.entries(held)) {
      const values = sql.includes("$1") ? [checkpointId] : [];
      const { rows } = await client.query(`SELECT row_to_json(t)::text AS row FROM (${sql}) t ORDER BY 1`, values);
      tables.push([name, rows.map(({ row }) => row).join("\n")]);
    }
    return Object.fromEntries(tables) as Record<keyof typeof held, string>;
  } finally {
    await client.end();
  }
}
