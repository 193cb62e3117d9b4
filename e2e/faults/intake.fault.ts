/** Calls that points report while the gateway or its database dies: acknowledged means committed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { invitePoint } from "@/lib/enforcement/invite-point";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { registerAgent } from "@/lib/inventory/register-agent";
import { connect } from "@/sdk/pep/connect";
import { type CuttingProxy, cuttingProxy } from "./cutting-proxy";
import { expectEveryCallOnce, Load, storedIds } from "./load";
import { until } from "./processes";
import { faultStack } from "./stack";

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 5);

let line: CuttingProxy | undefined;
const stack = await faultStack({
  between: async (databaseUrl) => {
    line = await cuttingProxy(databaseUrl);
    return line.url;
  },
});
afterAll(() => line?.close());

test("the gateway killed in mid-intake at random points: every acknowledged call is there once, and no half report", async () => {
  const load = new Load(stack);
  load.start();
  for (let round = 0; round < ROUNDS; round++) {
    await load.acknowledges(50);
    // Reports are on their way at any time; when exactly it dies is left to chance.
    await load.more(Math.floor(Math.random() * 12));
    await stack.gateway.kill("SIGKILL");
    const stored = await storedIds(stack, load);
    expect([...load.acknowledged].filter((id) => !stored.has(id))).toEqual([]);
    for (const ids of load.open.values()) expect([0, ids.length]).toContain(ids.filter((id) => stored.has(id)).length);
    await stack.startGateway();
  }
  await load.stop();
  expect(load.broken).toBeGreaterThan(0);
  await expectEveryCallOnce(stack, load);
});

test("the reply to COMMIT lost: the sender is not told that it was stored, sends again, and the calls are there once", async () => {
  const load = new Load(stack);
  load.start();
  await load.acknowledges(50);
  for (let round = 0; round < ROUNDS; round++) await line?.cutNextCommit();
  await load.stop();
  // What was stored and not told shows as a duplicate when it comes again.
  expect(load.heardLate).toBeGreaterThan(0);
  expect([...load.refusals.keys()]).toEqual([503]);
  expect(load.refusals.get(503)?.detail).toContain("not known whether");
  await expectEveryCallOnce(stack, load);
});

test.each(["fast", "immediate"] as const)(
  "the database restarted under load (%s): 503 with a time to come back, no loss, and kills arrive again without a restart of ours",
  async (mode) => {
    const agent = await registerAgent(stack.fleet.ctx, { name: `Killed after ${mode}`, purpose: "Reads balances" });
    const { token } = await invitePoint(stack.fleet.ctx, { name: `point ${mode}`, kind: "sdk" });
    const stateDir = mkdtempSync(path.join(tmpdir(), "gatehouse-fault-point-"));
    const point = await connect({ url: stack.gatewayUrl, kind: "sdk", enrolToken: token, stateDir });
    try {
      const load = new Load(stack);
      load.start();
      await load.acknowledges(50);
      await stack.postgres.stop({ mode });
      await until("a report is refused", () => load.refusals.has(503));
      await stack.startPostgres();
      await load.acknowledges(50);
      await load.stop();
      expect([...load.refusals.keys()], stack.gateway.log).toEqual([503]);
      expect(Number(load.refusals.get(503)?.retryAfter)).toBeGreaterThan(0);
      await expectEveryCallOnce(stack, load);

      expect(stack.gateway.running).toBe(true);
      await killAgent(stack.fleet.ctx, { id: agent.id, reason: "it misbehaves" });
      const call = { agentId: agent.id, tool: "bank/balance", arguments: { account: "1" } };
      const said = () => point.call(call, () => "ran").catch((error) => error.decision?.code ?? String(error));
      await expect.poll(said, { timeout: 20_000 }).toBe("agent_killed");
    } finally {
      await point.close();
      rmSync(stateDir, { recursive: true, force: true });
    }
  },
);
