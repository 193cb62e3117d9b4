import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { assertLocal, emptyDatabase } from "@/e2e/support/test-database";
import { migrate } from "./migrate";
import { checksumOf } from "./migrate-files";

const directory = mkdtempSync(path.join(tmpdir(), "gatehouse-migrations-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function write(migrations: Record<string, string>): void {
  rmSync(directory, { recursive: true, force: true });
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(path.join(directory, name), { recursive: true });
    writeFileSync(path.join(directory, name, "migration.sql"), sql);
  }
}

let databaseUrl = "";
beforeEach(async () => {
  databaseUrl = await emptyDatabase();
});

const run = () => migrate({ databaseUrl, directory });

async function rows<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const tables = async () =>
  (await rows<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
    .map(({ name }) => name)
    .filter((name) => name !== "_prisma_migrations");

const one = { "0001_one": "CREATE TABLE one (id int);" };
const two = { "0002_two": "CREATE TABLE two (id int);" };

describe("refuses and leaves the database as it was", () => {
  test("when an applied migration was edited", async () => {
    write(one);
    await run();
    write({ "0001_one": "CREATE TABLE one (id bigint);", ...two });
    await expect(run()).rejects.toMatchObject({ code: "edited", message: expect.stringContaining("0001_one") });
    expect(await tables()).toEqual(["one"]);
  });

  test("when the database was used by a newer version", async () => {
    write({ ...one, ...two });
    await run();
    write(one);
    await expect(run()).rejects.toMatchObject({ code: "newer", message: expect.stringContaining("0002_two") });
  });

  test("when another tool left a migration unfinished", async () => {
    write(one);
    await run();
    await rows(`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '0002_two')`);
    write({ ...one, ...two });
    await expect(run()).rejects.toMatchObject({ code: "unfinished", message: expect.stringContaining("0002_two") });
    expect(await tables()).toEqual(["one"]);
  });

  test("when the database holds somebody else's tables", async () => {
    write(one);
    await rows("CREATE TABLE invoices (id int)");
    await expect(run()).rejects.toMatchObject({ code: "foreign", message: expect.stringContaining("invoices") });
    expect(await tables()).toEqual(["invoices"]);
  });

  test("when there are no migrations to apply", async () => {
    write({});
    mkdirSync(directory);
    await expect(run()).rejects.toMatchObject({ code: "missing" });
  });

  test("when another process keeps the database locked", async () => {
    write(one);
    const holder = new pg.Client({ connectionString: databaseUrl });
    await holder.connect();
    await holder.query("SELECT pg_advisory_lock(72707369)");
    await expect(migrate({ databaseUrl, directory, patienceMs: 50 })).rejects.toMatchObject({ code: "busy" });
    await holder.end();
    expect(await tables()).toEqual([]);
  });
});

test("a migration that fails leaves nothing of itself, names its line, and is tried anew once mended", async () => {
  write({ ...one, "0002_two": "CREATE TABLE two (id int);\n\nCREATE TABLE three (id nosuchtype);" });
  await expect(run()).rejects.toMatchObject({
    code: "failed",
    message: expect.stringMatching(/0002_two failed: .*nosuchtype.*line 3/),
  });
  expect(await tables()).toEqual(["one"]);
  write({ ...one, ...two });
  await expect(run()).resolves.toEqual(["0002_two"]);
  expect(await tables()).toEqual(["one", "two"]);
});

test("applies in the order of names, once", async () => {
  write({ "0002_fill": "INSERT INTO one VALUES (1);", ...one });
  await expect(run()).resolves.toEqual(["0001_one", "0002_fill"]);
  await expect(run()).resolves.toEqual([]);
  expect(await rows("SELECT id FROM one")).toEqual([{ id: 1 }]);
});

test("function bodies with semicolons and dollar quotes arrive whole", async () => {
  write({ "0001_f": "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END $$;" });
  await run();
  expect(await rows("SELECT f()")).toEqual([{ f: "a;b" }]);
});

test("two at once: one applies, the other waits and finds nothing to do", async () => {
  write({ ...one, ...two });
  const results = await Promise.all([run(), run()]);
  expect(results.map((applied) => applied.length).sort()).toEqual([0, 2]);
});

test("keeps the books as Prisma does, and line ends of another system are not an edit", async () => {
  write({ "0001_one": "CREATE TABLE one (\n id int\n);\n" });
  await run();
  const books = await rows("SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations");
  const checksum = checksumOf("CREATE TABLE one (\n id int\n);\n");
  expect(books).toEqual([{ migration_name: "0001_one", checksum, applied_steps_count: 1 }]);
  write({ "0001_one": "CREATE TABLE one (\r\n id int\r\n);\r\n" });
  await expect(run()).resolves.toEqual([]);
});

test("tests refuse a database on another machine", () => {
  expect(() => assertLocal("postgresql://u:p@db.example.com/prod")).toThrow(/db\.example\.com/);
  expect(() => assertLocal("postgresql://u:p@127.0.0.1:5/x")).not.toThrow();
});
