import path from "node:path";
import { type Db, database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { readMigrations } from "@/lib/db/migrate-files";
import { errorFields, log } from "@/lib/log";

const PATIENCE_MS = 3_000;

/** Why requests cannot be served now, or null: the database answers, and every migration of this version is in place. */
export async function readiness(db: Db = database()): Promise<string | null> {
  try {
    const applied = await within(PATIENCE_MS, appliedMigrations(db));
    const missing = ownMigrations().filter((name) => !applied.has(name));
    return missing.length === 0 ? null : "The database does not have this version's schema yet.";
  } catch (error) {
    log.warn("not ready", errorFields(error));
    return "The database does not answer, or has no schema yet.";
  }
}

const ownMigrations = (): string[] =>
  readMigrations(path.join(/* turbopackIgnore: true */ process.cwd(), "prisma", "migrations")).map(({ name }) => name);

async function appliedMigrations(db: Db): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
  return new Set(rows.map(({ name }) => name));
}

/** Whoever asks is waiting: no answer within this time is an answer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the database within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
