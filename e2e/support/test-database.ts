import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { TEMPLATE } from "./postgres-template";

/** Tests create, change and drop databases: on this machine only, whatever the environment says. */
export function assertLocal(databaseUrl: string): void {
  const { hostname } = new URL(databaseUrl);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    throw new Error(`Tests refuse to touch the database on ${hostname}: it is not on this machine.`);
  }
}

async function asAdmin(sql: string): Promise<void> {
  const { adminUrl } = inject("postgres");
  assertLocal(adminUrl);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function createDatabase(template: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(inject("postgres").adminUrl);
  url.pathname = name;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/**
 * A database of this test file's own, with the current schema and no rows, dropped when the file ends. The application
 * finds it as DATABASE_URL. Call it once, at the top of the file.
 */
export async function testDatabase(): Promise<string> {
  const { url, drop } = await createDatabase(TEMPLATE);
  process.env.DATABASE_URL = url;
  afterAll(async () => {
    await closeDatabase();
    await drop();
  });
  return url;
}

/** A database without any schema, dropped when the file ends. */
export async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createDatabase("template1");
  afterAll(drop);
  return url;
}
