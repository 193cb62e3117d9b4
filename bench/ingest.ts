/**
 * Tool calls that points report, through the gateway and its checks, until they are committed: events a second. Beside it, in the
 * same run: COPY of as many rows into a plain table with the same columns and indexes, the one over ids included, on the same
 * Postgres.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { callOf } from "@/lib/activity/testing";
import { database } from "@/lib/db/client";
import { env } from "@/lib/env";
import { readSigningKey, signToken } from "@/sdk/crypto";
import type { CallEvent } from "@/sdk/wire/protocol";
import { clockMs, median, print } from "./support/figures";
import { type Fleet, fleetOf } from "./support/fleet";

export const needs = "database";

const POINTS = 50;
const BATCH = 500;
const BATCHES = 40;
const ROUNDS = 5;
const WARM_UP = 1;
const IN_FLIGHT = 8;

/** As long as what agents send. */
const eventOf = (fleet: Fleet, id: string): CallEvent =>
  callOf(fleet.agentId, {
    ...{ id, reason: "Permitted by bank-open.", policies: ["bank-open"], decisionNs: 5_000 },
    argumentsText: '{"account":"DE02 1203 0000 0000 2020 51"}',
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  });

/** Events a second; each batch is another point's. */
async function report(fleet: Fleet, round: number, agent: http.Agent): Promise<number> {
  const key = readSigningKey(fleet.privateKey);
  const now = Math.floor(Date.now() / 1000);
  const sends = Array.from({ length: BATCHES }, (_, batch) => {
    const iss = fleet.points[batch % fleet.points.length] ?? "";
    const events = Array.from({ length: BATCH }, (_, place) =>
      eventOf(fleet, `bench-${round}-${batch}-${place}-event`),
    );
    return {
      body: Buffer.from(JSON.stringify({ events })),
      token: signToken(key, { iss, aud: "gatehouse", iat: now, exp: now + 300, jti: iss }),
    };
  });
  const from = clockMs();
  const lane = async () => {
    for (let next = sends.shift(); next; next = sends.shift()) await post(fleet, next, agent);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (BATCH * BATCHES * 1000) / (clockMs() - from);
}

function post(fleet: Fleet, { body, token }: { body: Buffer; token: string }, agent: http.Agent): Promise<void> {
  return new Promise((done, failed) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const request = http.request(
      `${fleet.gatewayUrl}/v1/pep/events`,
      { method: "POST", agent, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const stored = text.split('"stored"').length - 1;
          if (stored === BATCH) done();
          else failed(new Error(`${stored} of ${BATCH} were stored: ${text.slice(0, 300)}`));
        });
      },
    );
    request.on("error", failed);
    request.end(body);
  });
}

/** The rows that a round has stored, as files that the server reads by itself. */
async function copyFiles(client: pg.Client, fleet: Fleet, folder: string): Promise<string[]> {
  await client.query('CREATE TABLE "BenchCopy" (LIKE "ActivityEvent" INCLUDING ALL, UNIQUE ("orgId", "id"))');
  const { rows } = await client.query<{ line: string }>(
    `SELECT concat_ws(E'\\t', "orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool", "operationClass", "effect",
      "code", "reason", "policies", "observed", "revision", "decisionNs", "argumentsDigest", "argumentsText", "chain", "traceId",
      "bodyDigest") AS line FROM "ActivityEvent" WHERE "orgId" = $1 LIMIT $2`,
    [fleet.orgId, BATCH * BATCHES],
  );
  return Array.from({ length: rows.length / BATCH }, (_, batch) => {
    const file = path.join(folder, `${batch}.tsv`);
    const lines = rows.slice(batch * BATCH, (batch + 1) * BATCH).map(({ line }) => line);
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o644 });
    return file;
  });
}

async function copy(client: pg.Client, files: readonly string[]): Promise<number> {
  await client.query('TRUNCATE "BenchCopy"');
  const from = clockMs();
  for (const file of files)
    await client.query(`COPY "BenchCopy" ("orgId", "id", "at", "receivedAt", "pepId", "agentId", "agentName", "tool",
      "operationClass", "effect", "code", "reason", "policies", "observed", "revision", "decisionNs", "argumentsDigest",
      "argumentsText", "chain", "traceId", "bodyDigest") FROM '${file}'`);
  return (BATCH * files.length * 1000) / (clockMs() - from);
}

const fleet = await fleetOf(POINTS);
const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-bench-copy-"));
chmodSync(folder, 0o755);
const client = new pg.Client({ connectionString: env.databaseUrl });
await client.connect();
const agent = new http.Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
try {
  const ours: number[] = [];
  const theirs: number[] = [];
  await report(fleet, -1, agent);
  const files = await copyFiles(client, fleet, folder);
  for (let round = 0; round < ROUNDS + WARM_UP; round++) {
    const [stored, copied] = [await report(fleet, round, agent), await copy(client, files)];
    if (round < WARM_UP) continue;
    ours.push(stored);
    theirs.push(copied);
  }
  print({
    name: "events_per_s",
    value: median(ours),
    unit: "1/s",
    against: `COPY of ${BATCH} rows a commit, same columns and indexes`,
    yardstick: median(theirs),
  });
} finally {
  agent.destroy();
  await client.end();
  await database().$disconnect();
  await fleet.stop();
  rmSync(folder, { recursive: true, force: true });
}
