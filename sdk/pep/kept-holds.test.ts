import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { bundlePolicy, lineContent } from "../testing/bundle-fixture.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import { Denied, Held } from "./denied.ts";

const write = { agentId: "agent-1", tool: "fs/write", arguments: { path: "a", secret: "hunter2" } };
const later = { hold: { key: "thread-1/call-1", wait: false } };

async function ground() {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const stateDir = temporaryDirectory();
  const first = await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  const run = vi.fn(() => "written");
  const restart = async () => {
    await first.close();
    return testPoint(gateway, { stateDir });
  };
  return { gateway, first, run, restart, stateDir };
}

async function refusal(call: Promise<unknown>): Promise<Denied | Held> {
  const error: unknown = await call.then(
    () => new Error("it ran"),
    (reason) => reason,
  );
  if (error instanceof Denied || error instanceof Held) return error;
  throw error;
}

async function code(call: Promise<unknown>): Promise<string> {
  const error = await refusal(call);
  return error instanceof Held ? "held" : error.decision.code;
}

test("a call that does not wait is held, goes on after a restart, and runs once", async () => {
  const { gateway, first, run, restart } = await ground();
  const held = await refusal(first.call(write, run, later));
  const id = await gateway.held();
  expect(held).toMatchObject({ name: "Held", checkpoint: { checkpointId: id } });
  const second = await restart();
  expect(await code(second.call(write, run, later))).toBe("held");
  gateway.approve(id);
  expect(await second.decided(id)).toEqual({ status: "approved", reason: null });
  expect(await second.call(write, run, later)).toBe("written");
  expect(await code(second.call(write, run, later))).toBe("grant_refused");
  expect(run).toHaveBeenCalledTimes(1);
  expect(gateway.records.holds).toHaveLength(1);
  await second.flush();
  expect(gateway.records.calls().map(({ effect, checkpointId }) => [effect, checkpointId])).toEqual([
    ["hold", null],
    ["allow", id],
    ["deny", id],
  ]);
});

test("a point that is closed while it waits leaves the request open, and the next one goes on with it", async () => {
  const { gateway, first, run, restart } = await ground();
  const options = { hold: { key: "k" } };
  const waiting = code(first.call(write, run, options));
  const id = await gateway.held();
  const second = await restart();
  expect(await waiting).toBe("checkpoint_cancelled");
  expect(gateway.checkpoints.get(id)?.status).toBe("pending");
  const call = second.call(write, run, options);
  gateway.approve(id);
  expect(await call).toBe("written");
});

test("a caller that gives up withdraws the request, and the same call later asks anew", async () => {
  const { gateway, first, run } = await ground();
  const giveUp = new AbortController();
  const held = vi.fn();
  const waiting = code(first.call(write, run, { hold: { key: "k" }, signal: giveUp.signal, onHeld: held }));
  const id = await gateway.held();
  await vi.waitUntil(() => held.mock.calls.length > 0);
  giveUp.abort();
  expect(await waiting).toBe("checkpoint_cancelled");
  await gateway.records.until("the withdrawal", () => gateway.checkpoints.get(id)?.status === "cancelled");
  const call = first.call(write, run, { hold: { key: "k" } });
  gateway.approve(await gateway.held(1));
  expect(await call).toBe("written");
});

test("other arguments, another key and another agent are other calls", async () => {
  const { gateway, first, run } = await ground();
  await refusal(first.call(write, run, later));
  gateway.approve(await gateway.held());
  const others = [
    [{ ...write, arguments: { path: "b", secret: "hunter2" } }, later],
    [write, { hold: { key: "thread-1/call-2", wait: false } }],
    [{ ...write, onBehalfOf: "somebody" }, later],
  ] as const;
  for (const [request, options] of others) expect(await code(first.call(request, run, options))).toBe("held");
  expect(gateway.records.holds).toHaveLength(4);
  expect(run).not.toHaveBeenCalled();
});

test("a call that people refused stays refused when it is made again", async () => {
  const { gateway, first, run, restart } = await ground();
  await refusal(first.call(write, run, later));
  gateway.deny(await gateway.held(), "not today");
  const second = await restart();
  for (let attempt = 0; attempt < 2; attempt += 1)
    expect(await code(second.call(write, run, later))).toBe("checkpoint_denied");
  expect(gateway.records.holds).toHaveLength(1);
});

test("an approval that was being used when the process ended is not used again", async () => {
  const { gateway, first, run, restart } = await ground();
  await refusal(first.call(write, run, later));
  gateway.approve(await gateway.held());
  gateway.intercept(/redeem/, "lose");
  expect(await code(first.call(write, run, later))).toBe("grant_refused");
  const second = await restart();
  expect(await code(second.call(write, run, later))).toBe("grant_refused");
  expect(run).not.toHaveBeenCalled();
});

test("policy that permits the call meanwhile runs it once, and withdraws the request", async () => {
  const { gateway, first, run } = await ground();
  await refusal(first.call(write, run, later));
  const id = await gateway.held();
  gateway.publish(lineContent({ policies: [bundlePolicy("permit", null)] }));
  await gateway.records.until("the new bundle", () =>
    gateway.records.acks.some((ack) => ack.kind === "bundle" && ack.revision === 2),
  );
  expect(await first.call(write, run, later)).toBe("written");
  await gateway.records.until("the withdrawal", () => gateway.checkpoints.get(id)?.status === "cancelled");
  expect(await code(first.call(write, run, later))).toBe("grant_refused");
  expect(run).toHaveBeenCalledTimes(1);
});

test("what is kept holds no arguments, and is refused when it is damaged", async () => {
  const { gateway, first, run, stateDir } = await ground();
  await refusal(first.call(write, run, later));
  gateway.approve(await gateway.held());
  const [name = ""] = readdirSync(path.join(stateDir, "holds"));
  const file = path.join(stateDir, "holds", name);
  expect(readFileSync(file, "utf8")).not.toContain("hunter2");
  writeFileSync(file, "{");
  expect(await code(first.call(write, run, later))).toBe("checkpoint_unavailable");
  expect(run).not.toHaveBeenCalled();
});

test("people are asked about a call that is made later, and asking again runs nothing even when they have agreed", async () => {
  const { gateway, first, run } = await ground();
  const asked = await first.ask(write, "k");
  const id = await gateway.held();
  expect(asked?.checkpointId).toBe(id);
  gateway.approve(id);
  expect((await first.ask(write, "k"))?.checkpointId).toBe(id);
  expect(gateway.records.redeemed).toEqual([]);
  expect(await first.call(write, run, { hold: { key: "k", wait: false } })).toBe("written");
  expect(gateway.records.holds).toHaveLength(1);
});

test.each(["fs/read", "fs/remove", "fs/unknown"])(
  "nobody is asked about %s, which policy decides by itself",
  async (tool) => {
    const { gateway, first } = await ground();
    expect(await first.ask({ ...write, tool }, "k")).toBeNull();
    await first.flush();
    expect(gateway.records.events).toEqual([]);
  },
);

test("nobody is asked in observe mode", async () => {
  const gateway = await testGateway();
  gateway.mode = "observe";
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  expect(await point.ask(write, "k")).toBeNull();
  expect(gateway.records.holds).toEqual([]);
});
