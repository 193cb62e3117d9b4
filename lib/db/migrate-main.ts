/** `node dist/migrate.mjs`: brings the database of DATABASE_URL to the schema of this version, or says why not. */
import path from "node:path";
import { env } from "@/lib/env";
import { migrate } from "./migrate";
import { MigrationRefused } from "./migrate-refused";

/** The address as it may be shown: without the password. */
function shown(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    return `${url.protocol}//${url.username ? `${url.username}@` : ""}${url.host}${url.pathname}`;
  } catch {
    return "(not a URL)";
  }
}

function explain(error: unknown): string {
  if (error instanceof MigrationRefused) return `${error.message}\n${error.mend}`;
  // A host with several addresses fails with one error for all of them, whose own message is empty.
  const [first] = error instanceof AggregateError ? error.errors : [error];
  const reason = first instanceof Error ? first.message : String(first);
  return `The database ${shown(env.databaseUrl)} cannot be used: ${reason}\nCheck DATABASE_URL, and that the server runs, lets this user in and has that database.`;
}

try {
  const applied = await migrate({
    databaseUrl: env.databaseUrl,
    directory: path.resolve("prisma/migrations"),
    onApplied: (name) => console.log(`Applied ${name}`),
  });
  if (applied.length === 0) console.log("The database is up to date");
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
