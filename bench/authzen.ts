/**
 * AuthZEN through the gateway: decisions a second and their 99th percentile, by one API key over kept-alive connections, beside a bare
 * node:http server in a process of its own that reads as much and answers as much, round by round in turn in the same run.
 */
import { spawn } from "node:child_process";
import http from "node:http";
import path from "node:path";
import { createApplication } from "@/lib/applications/create-application";
import { database } from "@/lib/db/client";
import { byTwo } from "@/lib/enforcement/testing";
import { createApiKey } from "@/lib/identity/create-api-key";
import type { JsonObject } from "@/sdk/canonical";
import { clockMs, median, print, quantile } from "./support/figures";
import { fleetOf } from "./support/fleet";

export const needs = "database";

const ROUNDS = 5;
const REQUESTS = 4_000;
const LANES = 32;
const PATH = "/access/v1/evaluation";

const agent = new http.Agent({ keepAlive: true, maxSockets: LANES });
type Round = { perSecond: number; p99: number };
type Target = { url: string; headers: Record<string, string>; body: string; wanted: string };

async function round({ url, headers, body, wanted }: Target): Promise<Round> {
  const times: number[] = [];
  let left = REQUESTS;
  const from = clockMs();
  const lane = async () => {
    while (left-- > 0) {
      const began = clockMs();
      const text = await post(url, headers, body);
      if (!text.startsWith(wanted)) throw new Error(`an answer that was not wanted: ${text.slice(0, 200)}`);
      times.push(clockMs() - began);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { perSecond: (REQUESTS * 1000) / (clockMs() - from), p99: quantile(times, 0.99) };
}

function post(url: string, headers: Record<string, string>, body: string): Promise<string> {
  return new Promise((done, failed) => {
    const request = http.request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => done(text));
    });
    request.on("error", failed);
    request.end(body);
  });
}

/** Reads the body, parses it and answers with as much as a decision is. */
function startEcho(answer: string) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "support", "echo-main.mjs"), answer], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise<{ url: string; stop: () => void }>((ready) => {
    child.stdout
      .setEncoding("utf8")
      .once("data", (port: string) => ready({ url: `http://127.0.0.1:${port.trim()}`, stop: () => void child.kill() }));
  });
}

const fleet = await fleetOf(1);
const asked = await createApplication(fleet.ctx, {
  slug: "records",
  reason: "for the bench",
  title: "Records",
  subjectTypes: ["user"],
  resourceTypes: ["record"],
  actions: ["view", "edit"],
  text: `permit(principal in role::"manager", action == Action::"view", resource is record);
permit(principal is user, action in [Action::"view", Action::"edit"], resource is record) when { resource.owner == principal };
forbid(principal, action, resource) when { resource has sealed && resource.sealed };`,
  entities: Array.from({ length: 1_000 }, (_, at): JsonObject[] => [
    { uid: { type: "user", id: `u${at}` }, parents: [{ type: "role", id: at % 10 ? "staff" : "manager" }] },
    { uid: { type: "record", id: `r${at}` }, attrs: { owner: { __entity: { type: "user", id: `u${at}` } } } },
  ]).flat(),
});
await byTwo(fleet, asked);
const { secret } = await createApiKey(fleet.ctx, { name: "bench authzen", role: "security" });
const body = JSON.stringify({
  subject: { type: "user", id: "u1" },
  action: { name: "edit" },
  resource: { type: "record", id: "r1" },
});
const headers = { "content-type": "application/json", authorization: `Bearer ${secret}` };
const ours = { url: `${fleet.gatewayUrl}${PATH}`, headers, body, wanted: '{"decision":true' };
const answer = await post(ours.url, headers, body);
const echo = await startEcho(answer);
const theirs = { url: `${echo.url}${PATH}`, headers, body, wanted: '{"decision":true' };
try {
  const [mine, bare]: [Round[], Round[]] = [[], []];
  for (let at = 0; at <= ROUNDS; at++) {
    const [one, other] = [await round(ours), await round(theirs)];
    // The first round warms both up.
    if (at === 0) continue;
    mine.push(one);
    bare.push(other);
  }
  const against = "node:http that parses the body and answers as much, by itself";
  const middle = (rounds: Round[], pick: (one: Round) => number) => median(rounds.map(pick));
  const figures = [
    ["authzen_per_s", "1/s", (one: Round) => one.perSecond],
    ["authzen_p99_ms", "ms", (one: Round) => one.p99],
  ] as const;
  for (const [name, unit, pick] of figures)
    print({ name, value: middle(mine, pick), unit, against, yardstick: middle(bare, pick) });
} finally {
  agent.destroy();
  echo.stop();
  await database().$disconnect();
  await fleet.stop();
}
