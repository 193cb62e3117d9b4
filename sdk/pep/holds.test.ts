import { describe, expect, test, vi } from "vitest";
import { actionDigest } from "../action-digest.ts";
import { generateSigningKey } from "../crypto.ts";
import { bundlePolicy, lineContent } from "../testing/bundle-fixture.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import type { PlainGrant } from "../wire/action.ts";
import { Denied } from "./denied.ts";

const write = { agentId: "agent-1", tool: "fs/write", arguments: { path: "a", text: "x" } };

async function ground(options = {}) {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const point = await testPoint(gateway, options);
  const run = vi.fn((args: unknown): unknown => args);
  return { gateway, point, run };
}

async function denial(call: Promise<unknown>): Promise<Denied> {
  const error = await call.then(
    () => new Error("it ran"),
    (reason) => reason,
  );
  if (error instanceof Denied) return error;
  throw error;
}

describe("an approved call is not run when the grant", () => {
  const stranger = generateSigningKey();
  const cases: [string, Partial<PlainGrant>, RegExp][] = [
    ["is for another action", { actionDigest: `sha256:${"0".repeat(64)}` }, /another action/],
    ["is for another agent", { agent: "agent-2" }, /another agent/],
    ["is for another point", { pep: "another" }, /another enforcement point/],
    ["is for another organisation", { org: "org-2" }, /another organisation/],
    ["is for another tool", { tool: "fs/remove" }, /another tool/],
    ["is for another checkpoint", { checkpointId: "another" }, /another checkpoint/],
    ["lifts another rule", { rules: ["finance"] }, /does not lift two-eyes/],
    ["has expired", { expiresAt: "2020-01-01T00:00:00.000Z" }, /expired/],
  ];
  test.each(cases)("%s", async (_, change, reason) => {
    const { gateway, point, run } = await ground();
    const call = denial(point.call(write, run));
    const id = await gateway.held();
    gateway.approve(id, gateway.grant(id, change));
    const denied = await call;
    expect(denied.decision).toMatchObject({ code: "grant_refused", reason: expect.stringMatching(reason) });
    expect(denied.checkpointId).toBe(id);
    expect(run).not.toHaveBeenCalled();
    expect(gateway.records.redeemed).toEqual([]);
  });

  test("is signed by a stranger", async () => {
    const { gateway, point, run } = await ground();
    const call = denial(point.call(write, run));
    const id = await gateway.held();
    gateway.approve(id, gateway.grant(id, {}, stranger));
    expect((await call).message).toMatch(/not trusted/);
    expect(run).not.toHaveBeenCalled();
  });

  test("was used before, by another call", async () => {
    const { gateway, point, run } = await ground();
    const first = point.call(write, run);
    const used = gateway.approve(await gateway.held());
    await first;
    const second = denial(point.call(write, run));
    gateway.approve(await gateway.held(1), used);
    expect((await second).decision.code).toBe("grant_refused");
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("is refused by the gateway", async () => {
    const { gateway, point, run } = await ground();
    const call = denial(point.call(write, run));
    const id = await gateway.held();
    gateway.intercept(/redeem/, {
      status: 409,
      body: { type: "t", title: "t", status: 409, code: "c", detail: "The agent was killed." },
    });
    gateway.approve(id);
    expect((await call).message).toMatch(/The agent was killed/);
    expect(run).not.toHaveBeenCalled();
  });

  test("may have been used up, since the answer was lost", async () => {
    const { gateway, point, run } = await ground();
    const call = denial(point.call(write, run));
    const id = await gateway.held();
    gateway.intercept(/redeem/, "cut");
    gateway.approve(id);
    expect((await call).decision).toMatchObject({
      code: "grant_refused",
      reason: expect.stringMatching(/not known.*not run/),
    });
    expect(run).not.toHaveBeenCalled();
    expect(gateway.records.intercepted).toBe(1);
  });
});

test("an approved call runs exactly once, with exactly the arguments that were approved", async () => {
  const { gateway, point, run } = await ground();
  const args = { path: "a", text: "x" };
  const call = point.call({ ...write, arguments: args }, run, { reason: "to save the report" });
  const id = await gateway.held();
  args.text = "changed after approval was asked for";
  gateway.approve(id);
  expect(await call).toEqual({ path: "a", text: "x" });
  expect(run).toHaveBeenCalledTimes(1);
  expect(gateway.records.redeemed).toHaveLength(1);
  const [hold] = gateway.records.holds;
  expect(hold).toMatchObject({ agentReason: "to save the report", action: { arguments: { path: "a", text: "x" } } });
  expect(hold && actionDigest(hold.action)).toBe(hold?.digest);
  await point.flush();
  const calls = gateway.records.calls();
  expect(calls).toMatchObject([
    { id: hold?.callId, effect: "hold", code: "checkpoint_required" },
    { effect: "allow", code: "permitted", checkpointId: id },
  ]);
  expect(gateway.records.outcomes()).toMatchObject([{ callId: calls[1]?.id, outcome: "succeeded" }]);
});

test("two identical calls are two actions", async () => {
  const { gateway, point, run } = await ground();
  const first = point.call(write, run);
  const firstId = await gateway.held();
  const second = denial(point.call(write, run));
  const secondId = await gateway.held(1);
  gateway.approve(firstId);
  await first;
  gateway.deny(secondId, "once is enough");
  expect((await second).decision.code).toBe("checkpoint_denied");
  expect(run).toHaveBeenCalledTimes(1);
});

test.each([
  ["denied", "checkpoint_denied", /A person denied it: not today/],
  ["voided", "checkpoint_cancelled", /voided: not today/],
  ["expired", "checkpoint_expired", /in time: not today/],
] as const)("a call whose checkpoint was %s is not run, and says why", async (status, code, reason) => {
  const { gateway, point, run } = await ground();
  const call = denial(point.call(write, run));
  const id = await gateway.held();
  gateway.settle(id, status, "not today", null);
  expect((await call).decision).toMatchObject({ code, reason: expect.stringMatching(reason) });
  await point.flush();
  expect(gateway.records.calls().at(-1)).toMatchObject({ effect: "deny", code, checkpointId: id });
  expect(run).not.toHaveBeenCalled();
});

test("when people cannot be asked the call is denied", async () => {
  const { gateway, point, run } = await ground();
  await gateway.down();
  expect((await denial(point.call(write, run))).decision.code).toBe("checkpoint_unavailable");
  expect(run).not.toHaveBeenCalled();
});

test("policy that changed while people decided has the last word", async () => {
  const { gateway, point, run } = await ground();
  const call = denial(point.call(write, run));
  const id = await gateway.held();
  gateway.publish(lineContent({ policies: [bundlePolicy("permit", null), bundlePolicy("forbid", "fs/write")] }));
  await gateway.records.until("the new bundle", () =>
    gateway.records.acks.some((ack) => ack.kind === "bundle" && ack.revision === 2),
  );
  gateway.approve(id);
  expect((await call).decision).toMatchObject({
    code: "forbidden",
    reason: expect.stringMatching(/^It was approved, but/),
  });
  expect(gateway.records.redeemed).toEqual([]);
});

test("a tool that changed while people decided is not called", async () => {
  const { gateway, point, run } = await ground();
  const old = `sha256:${"a".repeat(64)}`;
  const tools = lineContent().tools.map((tool) => ({ ...tool, pin: old }));
  gateway.publish(lineContent({ tools }));
  await gateway.records.until("the pins", () =>
    gateway.records.acks.some((ack) => ack.kind === "bundle" && ack.revision === 2),
  );
  let seen = old;
  const call = denial(point.call(write, run, { seenPin: () => seen }));
  const id = await gateway.held();
  seen = `sha256:${"b".repeat(64)}`;
  gateway.approve(id);
  expect((await call).decision.code).toBe("tool_pin_changed");
  expect(run).not.toHaveBeenCalled();
});

test("a decision whose event was missed is found by the slow poll", async () => {
  const { gateway, point, run } = await ground({ checkpointPollMs: 20 });
  const call = point.call(write, run);
  const id = await gateway.held();
  const checkpoint = gateway.checkpoints.get(id);
  Object.assign(checkpoint ?? {}, { status: "approved", grant: gateway.grant(id) });
  await call;
  expect(run).toHaveBeenCalledTimes(1);
});

test("a decision that comes while the stream is down is found when it is back", async () => {
  const { gateway, point, run } = await ground();
  const call = point.call(write, run);
  const id = await gateway.held();
  gateway.sever();
  gateway.approve(id);
  await call;
  expect(run).toHaveBeenCalledTimes(1);
});

test("a caller that gives up is let go, and the call is not run when the approval comes", async () => {
  const { gateway, point, run } = await ground();
  const giveUp = new AbortController();
  const held = vi.fn();
  const call = denial(point.call(write, run, { signal: giveUp.signal, onHeld: held }));
  const id = await gateway.held();
  await vi.waitUntil(() => held.mock.calls.length > 0);
  giveUp.abort();
  expect((await call).decision.code).toBe("checkpoint_cancelled");
  gateway.approve(id);
  await point.flush();
  expect(run).not.toHaveBeenCalled();
});

test("closing the point lets waiting calls go", async () => {
  const { gateway, point, run } = await ground();
  const call = denial(point.call(write, run));
  await gateway.held();
  await point.close();
  expect((await call).decision.code).toBe("checkpoint_cancelled");
});

test("a lost answer to the question is asked again, and people see one request", async () => {
  const { gateway, point, run } = await ground();
  gateway.intercept(/checkpoints$/, "cut");
  const call = point.call(write, run);
  gateway.approve(await gateway.held());
  await call;
  expect(gateway.records.holds).toHaveLength(1);
});
