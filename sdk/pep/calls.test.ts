import { describe, expect, test, vi } from "vitest";
import { bundleAgent, bundleTool, lineContent } from "../testing/bundle-fixture.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import { Denied, OutcomeUnknown } from "./denied.ts";

const read = { agentId: "agent-1", tool: "fs/read", arguments: { path: "a" } };

async function ground(content = lineContent(), options = {}) {
  const gateway = await testGateway();
  gateway.publish(content);
  const point = await testPoint(gateway, options);
  const run = vi.fn((args: unknown): unknown => args);
  return { gateway, point, run };
}

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "ran",
    (error) => (error instanceof Denied ? error.decision.code : error),
  );

describe("a call is not run, and is recorded, when", () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const deep = JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`);
  test.each([
    ["policy forbids it", { tool: "fs/remove" }, "forbidden"],
    ["the agent is unknown", { agentId: "agent-2" }, "unknown_agent"],
    ["the tool is unknown", { tool: "fs/format" }, "unknown_tool"],
    ["an argument has a lone surrogate", { arguments: { path: "\ud800" } }, "arguments_unrepresentable"],
    ["the arguments are too deep", { arguments: { deep } }, "arguments_unrepresentable"],
    ["the arguments are cyclic", { arguments: cyclic }, "arguments_unrepresentable"],
    ["an argument is a big integer", { arguments: { amount: 10n } }, "arguments_unrepresentable"],
    ["an argument is not finite", { arguments: { amount: Number.POSITIVE_INFINITY } }, "arguments_unrepresentable"],
    ["an argument is a date", { arguments: { at: new Date(0) } }, "arguments_unrepresentable"],
    ["the arguments are a list", { arguments: [1] }, "arguments_unrepresentable"],
    [
      "the names are beyond all bounds",
      { agentId: "a".repeat(5000), tool: `fs/\u202e${"b".repeat(5000)}` },
      "unknown_agent",
    ],
  ])("%s", async (_, change, code) => {
    const { gateway, point, run } = await ground();
    expect(await codeOf(point.call({ ...read, ...change }, run))).toBe(code);
    expect(run).not.toHaveBeenCalled();
    expect(await point.flush()).toBe(true);
    expect(gateway.records.calls()).toMatchObject([{ effect: "deny", code }]);
    expect(gateway.records.outcomes()).toEqual([]);
  });
});

test("a permitted call runs once with a copy of the canonical arguments, and its outcome is recorded", async () => {
  const { gateway, point, run } = await ground();
  const args = { b: [1.0, "x"], a: { toString: "s" } };
  expect(await point.call({ ...read, arguments: args }, run)).toEqual({ a: { toString: "s" }, b: [1, "x"] });
  expect(run).toHaveBeenCalledTimes(1);
  expect(run.mock.calls[0]?.[0]).not.toBe(args);
  await point.flush();
  const [call] = gateway.records.calls();
  expect(call).toMatchObject({
    effect: "allow",
    code: "permitted",
    argumentsText: '{"a":{"toString":"s"},"b":[1,"x"]}',
  });
  expect(gateway.records.outcomes()).toMatchObject([{ callId: call?.id, outcome: "succeeded" }]);
});

test("what runs is what was decided about, even if the caller changes its object meanwhile", async () => {
  const { point } = await ground();
  const args = { path: "a" };
  const call = point.call({ ...read, arguments: args }, (decided) => decided);
  args.path = "b";
  expect(await call).toEqual({ path: "a" });
});

describe("an outcome is recorded as", () => {
  test.each([
    ["failed", () => Promise.reject(new Error("no such file")), "no such file"],
    ["failed", () => "bad", "it says bad"],
    ["unknown", () => Promise.reject(new OutcomeUnknown("the reply was lost")), "the reply was lost"],
  ])("%s", async (outcome, work: () => unknown, error) => {
    const { gateway, point } = await ground();
    const failed = (result: unknown): string | null => (result === "bad" ? "it says bad" : null);
    await point.call(read, work, { failed }).catch(() => undefined);
    await point.flush();
    expect(gateway.records.outcomes()).toMatchObject([{ outcome, error }]);
  });
});

test("secrets are reported by mark and digest only", async () => {
  const { gateway, point, run } = await ground();
  await point.call({ ...read, arguments: { path: "a", api_key: "hunter2" } }, run);
  await point.flush();
  expect(JSON.stringify(gateway.records.events)).not.toContain("hunter2");
  expect(run).toHaveBeenCalledWith({ path: "a", api_key: "hunter2" }, expect.any(AbortSignal));
});

test("in observe mode a refusal is recorded as what it would have been, and the call proceeds", async () => {
  const gateway = await testGateway();
  gateway.mode = "observe";
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  expect(await point.call({ ...read, tool: "fs/remove" }, () => "ran")).toBe("ran");
  expect(await point.call({ ...read, tool: "fs/write" }, () => "ran")).toBe("ran");
  await point.flush();
  expect(gateway.records.calls()).toMatchObject([
    { effect: "deny", code: "forbidden", reason: expect.stringMatching(/^Observe mode, not enforced: Forbidden/) },
    { effect: "hold", code: "checkpoint_required", reason: expect.stringMatching(/^Observe mode, not enforced/) },
  ]);
  expect(gateway.records.outcomes()).toHaveLength(2);
  expect(gateway.records.holds).toEqual([]);
});

test("a stop order is enforced in observe mode too", async () => {
  const gateway = await testGateway();
  gateway.mode = "observe";
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  gateway.order("agent-1", "killed");
  await gateway.records.until("the acknowledgement", () => gateway.records.acks.some((ack) => ack.kind === "order"));
  expect(await codeOf(point.call(read, () => "ran"))).toBe("agent_killed");
});

test("the lease bounds each tier by its own contract", async () => {
  const clock = new ManualClock();
  const agents = [bundleAgent("agent-1"), bundleAgent("agent-2", { riskTier: "critical" })];
  const { gateway, point } = await ground(lineContent({ agents }), { clock });
  await gateway.down();
  clock.pass(31);
  expect(point.decide(read).effect).toBe("allow");
  expect(point.decide({ ...read, agentId: "agent-2" })).toMatchObject({ effect: "deny", code: "lease_expired" });
  clock.pass(3600);
  expect(point.decide(read)).toMatchObject({ code: "lease_expired", reason: expect.stringMatching(/3631 s ago/) });
});

test("a word from the gateway renews the lease", async () => {
  const clock = new ManualClock();
  const content = lineContent({ agents: [bundleAgent("agent-1", { riskTier: "critical" })] });
  const { gateway, point } = await ground(content, { clock });
  clock.pass(31);
  expect(point.decide(read).code).toBe("lease_expired");
  gateway.lease();
  await vi.waitUntil(() => point.decide(read).effect === "allow");
});

test("a changed tool definition is refused", async () => {
  const pin = `sha256:${"a".repeat(64)}`;
  const { point } = await ground(lineContent({ tools: [bundleTool("fs/read", { pin })] }));
  const seenPin = (): string => `sha256:${"b".repeat(64)}`;
  expect(await codeOf(point.call(read, () => "ran", { seenPin }))).toBe("tool_pin_changed");
  expect(await codeOf(point.call(read, () => "ran", { seenPin: () => pin }))).toBe("ran");
});

test("with a full spool high tiers are refused and low ones leave a gap", async () => {
  const agents = [bundleAgent("agent-1"), bundleAgent("agent-2", { riskTier: "high" })];
  const { gateway, point } = await ground(lineContent({ agents }), { spoolMaxBytes: 16_000 });
  const high = { ...read, agentId: "agent-2" };
  expect(await codeOf(point.call(high, () => "ran"))).toBe("ran");
  await point.flush();
  const before = gateway.records.events.length;
  await gateway.down();
  for (let count = 0; count < 40; count += 1) expect(await codeOf(point.call(read, () => "ran"))).toBe("ran");
  expect(await codeOf(point.call(high, () => "ran"))).toBe("spool_full");
  expect(point.status().gaps).toBe(1);
  await gateway.up();
  await gateway.records.until("the gap", () => gateway.records.gaps().length > 0);
  const [gap] = gateway.records.gaps();
  // 40 calls with their outcomes, and the refusal of the high tier.
  expect(gateway.records.events.length - before - 1 + (gap?.lost ?? 0)).toBe(81);
  expect(await codeOf(point.call(high, () => "ran"))).toBe("ran");
});

test("a closed point runs nothing and has handed in everything", async () => {
  const { gateway, point, run } = await ground();
  await point.call(read, run);
  await point.close();
  expect(gateway.records.events).toHaveLength(2);
  expect(await codeOf(point.call(read, run))).toBe("no_bundle");
  expect(run).toHaveBeenCalledTimes(1);
});
