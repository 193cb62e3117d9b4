import { bundleFile } from "./bundles.mjs";
import { dataDir, root } from "./paths.mjs";
import { ensurePostgres } from "./postgres.mjs";
import { Problem } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";

/** The database of DATABASE_URL, or the embedded one. `embedded` is undefined for a database of the operator's own. */
export async function openDatabase(say = (line) => console.log(`\n    ${line}`)) {
  const own = process.env.DATABASE_URL;
  if (own) return { url: own, embedded: undefined };
  const embedded = await ensurePostgres({ dataDir: dataDir(), say });
  return { url: embedded.url, embedded };
}

/** Brings the database to this version's schema. The program says itself, in a sentence, why it did not. */
export async function migrateDatabase(env) {
  const { ok, errors } = await runCommand(process.execPath, [bundleFile("migrate")], { cwd: root, env });
  if (ok) return;
  const [sentence, ...mend] = errors.trim().split("\n");
  throw new Problem(sentence || "The database could not be migrated.", mend.join("\n"));
}
