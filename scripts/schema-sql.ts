import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { SchemaContainer } from "@prisma/schema-engine-wasm";
import { diffSchemas } from "./schema-engine.ts";

/**
 * Prints SQL for a migration, to be read, completed by hand and saved as prisma/migrations/NAME/migration.sql:
 *   npx tsx scripts/schema-sql.ts                 from an empty database to prisma/schema
 *   npx tsx scripts/schema-sql.ts --since REF     from prisma/schema as it was at a git revision to what it is now
 */
const root = path.join(import.meta.dirname, "..");
const folder = "prisma/schema";

export function schemaFiles(): SchemaContainer[] {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ path: name, content: readFileSync(path.join(root, folder, name), "utf8") }));
}

function schemaFilesAt(revision: string): SchemaContainer[] {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  return git("ls-tree", "-r", "--name-only", revision, "--", folder)
    .split("\n")
    .filter((name) => name.endsWith(".prisma"))
    .map((name) => ({ path: path.relative(folder, name), content: git("show", `${revision}:${name}`) }));
}

async function main(args: string[]): Promise<void> {
  const [flag, revision] = args;
  if (flag !== undefined && (flag !== "--since" || !revision)) {
    throw new Error("Usage: npx tsx scripts/schema-sql.ts [--since GIT-REVISION]");
  }
  const now = schemaFiles();
  if (now.length === 0) throw new Error(`There is no .prisma file in ${folder}.`);
  process.stdout.write(await diffSchemas(revision ? schemaFilesAt(revision) : [], now));
}

if (process.argv[1] === import.meta.filename) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
