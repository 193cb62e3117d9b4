import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "@/lib/db/migrate";
import { processIdentity } from "@/scripts/start/live-process.mjs";
import { ensurePostgres, stopPostgres } from "@/scripts/start/postgres.mjs";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { adminUrl: string };
  }
}

/** Holds the current schema and nothing else; tests clone it. */
export const TEMPLATE = "gatehouse_template";

const PREFIX = "gatehouse-test-";

/** A test run that was killed could not clean up after itself; the next one does. */
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || processIdentity(pid) !== undefined) continue;
    const folder = path.join(tmpdir(), name);
    await stopPostgres(folder, { mode: "immediate" });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a server for this run alone, and prepares the template once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned();
  const dataDir = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  // Nothing here must survive a power cut, so the tests need not wait for the disk.
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };
  const server = await ensurePostgres({ dataDir, settings, initArgs: ["--no-sync"] });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = new URL(server.adminUrl);
  template.pathname = TEMPLATE;
  await migrate({ databaseUrl: template.href, directory: path.resolve("prisma/migrations") });
  project.provide("postgres", { adminUrl: server.adminUrl });
  return async () => {
    await server.stop({ mode: "immediate" });
    rmSync(dataDir, { recursive: true, force: true });
  };
}
