/**
 * What every fault is done to: a Postgres of the file's own that waits for its disk at each commit, as in production, and the
 * built processes on it. The test itself reads and writes the same database through the application's verbs.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { ensurePostgres, type RunningPostgres } from "@/scripts/start/postgres.mjs";
import { BuiltProcess, freePort, until } from "./processes";

export type FaultStack = {
  fleet: TestFleet;
  dataDir: string;
  postgres: RunningPostgres;
  gateway: BuiltProcess;
  gatewayUrl: string;
  /** Starts the gateway again where it was, and waits until it serves. */
  startGateway: () => Promise<void>;
  /** Starts the database again where it was. */
  startPostgres: () => Promise<void>;
  /** A process more on the same database, stopped at the end. */
  process: (name: "gateway" | "worker", env?: Record<string, string>) => BuiltProcess;
  /** Over a connection of its own: what is asked must be known even when the pool has just lost its connections. */
  rows: <T extends object>(sql: string, values?: unknown[]) => Promise<T[]>;
};

type Options = {
  /** Where the database stands; a folder of its own unless given. */
  dataDir?: string;
  settings?: Record<string, string>;
  /** What the gateway takes for the database's address: something that stands between, say. */
  between?: (databaseUrl: string) => Promise<string>;
};

const answersReady = (url: string): Promise<boolean> =>
  fetch(`${url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Call it once, at the top of the file. */
export async function faultStack(options: Options = {}): Promise<FaultStack> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), "gatehouse-fault-"));
  chmodSync(dataDir, 0o711);
  const start = () => ensurePostgres({ dataDir, settings: options.settings });
  const postgres = await start();
  process.env.DATABASE_URL = postgres.url;
  await migrate({ databaseUrl: postgres.url, directory: path.resolve("prisma/migrations") });
  const port = await freePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const began: BuiltProcess[] = [];
  const newProcess = (name: "gateway" | "worker", env: Record<string, string> = {}) => {
    const made = new BuiltProcess(name, { DATABASE_URL: postgres.url, ...env });
    began.push(made);
    return made;
  };
  const gateway = newProcess("gateway", {
    DATABASE_URL: (await options.between?.(postgres.url)) ?? postgres.url,
    GATEWAY_PORT: String(port),
    HOST: "127.0.0.1",
  });
  const startGateway = async () => {
    gateway.start();
    await until(`the gateway serves; it said ${gateway.log}`, () => answersReady(gatewayUrl));
  };
  afterAll(async () => {
    for (const one of began) await one.kill();
    await closeDatabase();
    await postgres.stop({ mode: "immediate" });
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  });
  const fleet = await testFleet();
  await startGateway();
  return {
    fleet,
    dataDir,
    postgres,
    gateway,
    gatewayUrl,
    startGateway,
    startPostgres: async () => {
      const again = await start();
      if (again.url !== postgres.url) throw new Error("the database came back at another address");
    },
    process: newProcess,
    rows: async (sql, values = []) => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      try {
        return (await client.query(sql, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
}
