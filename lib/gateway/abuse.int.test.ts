/** Attacks that need real processes, a real gateway and a tool that is really called. Each is a row of docs/checkpoints.md. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { listCheckpoints } from "@/lib/checkpoints/list-checkpoints";
import { database } from "@/lib/db/client";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { payTool, type TestFleet, testFleet } from "@/lib/enforcement/testing";
import { connect } from "@/sdk/pep/connect";
import type { ConnectOptions } from "@/sdk/pep/connect-options";
import { Held } from "@/sdk/pep/denied";
import { bundled } from "@/sdk/testing/bundled";
import { ManualClock } from "@/sdk/testing/manual-clock";
import { startGateway, type TestGateway } from "./testing";

await testDatabase();
const script = bundled("testing/redeem-when-told.ts");
const state = mkdtempSync(path.join(tmpdir(), "gatehouse-abuse-"));
let fleet: TestFleet;
let gateway: TestGateway;
/** What the tool was asked to do. */
const called: string[] = [];
const tool = createServer((request, response) => {
  request.setEncoding("utf8");
  request.on("data", (body: string) => called.push(body));
  request.on("end", () => response.end());
});

beforeAll(async () => {
  fleet = await testFleet();
  gateway = await startGateway();
  await new Promise<void>((listening) => tool.listen(0, "127.0.0.1", listening));
});
afterAll(async () => {
  tool.close();
  await gateway.stop();
  rmSync(state, { recursive: true, force: true });
});

async function newPoint(name: string, more: Partial<ConnectOptions> = {}) {
  const { token } = await invitePoint(fleet.ctx, { name, kind: "sdk", agents: [fleet.agentId] });
  const stateDir = path.join(state, name);
  return connect({ url: gateway.url, kind: "sdk", stateDir, agent: fleet.agentId, enrolToken: token, ...more });
}
const call = (amount: number) => ({ agentId: fleet.agentId, tool: payTool, arguments: { to: "ACME", amount } });
const waiting = async () => {
  const mine = async () => (await listCheckpoints(fleet.as("owner"), { box: "mine" })).items[0];
  await expect.poll(mine, { interval: 10, timeout: 10_000 }).toBeDefined();
  const { id = "", digest = "" } = (await mine()) ?? {};
  return { id, digest };
};

/** Lines of a process, one after another. */
const linesOf = (child: ChildProcess) => {
  if (!child.stdout) throw new Error("the process has no output");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
};

test("of eight processes that copied a point and use one approval at once, one calls the tool, once", async () => {
  const asking = await newPoint("copied");
  const held = await asking
    .call(call(700), () => "ran", { hold: { key: "once", wait: false } })
    .catch((error: unknown) => error);
  expect(held).toBeInstanceOf(Held);
  const request = await waiting();
  await asking.close();
  await approveCheckpoint(fleet.as("owner"), request);

  const url = `http://127.0.0.1:${(tool.address() as AddressInfo).port}`;
  const children = Array.from({ length: 8 }, (_, index) => {
    const copy = path.join(state, `copy-${index}`);
    cpSync(path.join(state, "copied"), copy, { recursive: true });
    const args = [script, gateway.url, copy, JSON.stringify(call(700)), url];
    return spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  });
  const next = children.map(linesOf);
  expect(await Promise.all(next.map((line) => line()))).toEqual(children.map(() => "ready"));
  for (const child of children) child.stdin?.write("go\n");
  const outcomes = await Promise.all(next.map((line) => line()));

  expect(outcomes.filter((outcome) => outcome === "ran")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "grant_refused")).toHaveLength(7);
  expect(called.map((body) => JSON.parse(body))).toEqual([{ to: "ACME", amount: 700 }]);
  const redeemed = { where: { targetId: request.id, action: "grant.redeemed" } };
  expect(await database().auditEntry.count(redeemed)).toBe(1);
}, 120_000);

describe.each([
  ["ahead", 600_000],
  ["behind", -600_000],
])("a point whose clock is ten minutes %s", (word, wrongBy) => {
  test("runs an approved call once, and not what has expired by the database's clock", async () => {
    const point = await newPoint(`clock-${word}`, { clock: new ManualClock(Date.now() + wrongBy) });
    const first = point.call(call(710), () => "ran");
    await approveCheckpoint(fleet.as("owner"), await waiting());
    expect(await first).toBe("ran");

    const second = point.call(call(720), () => "ran too late").catch((error: unknown) => error);
    const { id, digest } = await waiting();
    await database().$executeRaw`UPDATE "Checkpoint" SET "expiresAt" = clock_timestamp() WHERE "id" = ${id}`;
    await expect(approveCheckpoint(fleet.as("owner"), { id, digest })).rejects.toMatchObject({ code: "expired" });
    await point.close();
    expect(await second).toMatchObject({ name: "Denied" });
  }, 60_000);
});
