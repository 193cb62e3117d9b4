import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, test, vi } from "vitest";
import { ensurePostgres, stopPostgres } from "./postgres.mjs";

// Creating a cluster and recovering one wait for the disk, which other tests use at the same time.
vi.setConfig({ testTimeout: 60_000 });

const dataDir = mkdtempSync(path.join(tmpdir(), `gatehouse-test-${process.pid}-own-`));
afterAll(async () => {
  await stopPostgres(dataDir, { mode: "immediate" });
  rmSync(dataDir, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmaster = () => Number.parseInt(readFileSync(path.join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10);

test("two starts at once on an empty directory share one server", async () => {
  const [one, other] = await Promise.all([ensurePostgres({ dataDir }), ensurePostgres({ dataDir })]);
  expect(one.url).toBe(other.url);
  expect([one.started, other.started].sort()).toEqual([false, true]);
});

test("what was committed survives the killing of the server, at the same address", async () => {
  const { url } = await ensurePostgres({ dataDir });
  await query(url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
  process.kill(postmaster(), "SIGKILL");
  const again = await ensurePostgres({ dataDir });
  expect(again.started).toBe(true);
  expect(again.url).toBe(url);
  expect(await query(url, "SELECT id FROM kept")).toEqual([{ id: 7 }]);
});

test("it listens on this machine only, and wants the password", async () => {
  const { url } = await ensurePostgres({ dataDir });
  expect(await query(url, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
});

test("it waits for the disk at each commit", async () => {
  const { url } = await ensurePostgres({ dataDir });
  expect(await query(url, "SELECT current_setting('fsync') AS f, current_setting('synchronous_commit') AS s")).toEqual([
    { f: "on", s: "on" },
  ]);
});

test("it is left running while somebody still needs it, and stops otherwise", async () => {
  const { url, stop } = await ensurePostgres({ dataDir });
  await stop({ unless: () => true });
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await stop();
  await expect(query(url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
});

test("data without its password is refused with what to do, never overwritten", async () => {
  rmSync(path.join(dataDir, "postgres.json"));
  await expect(ensurePostgres({ dataDir })).rejects.toMatchObject({ mend: expect.stringContaining("backup") });
});
