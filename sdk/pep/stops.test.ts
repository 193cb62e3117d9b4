import { describe, expect, test, vi } from "vitest";
import { lineContent } from "../testing/bundle-fixture.ts";
import type { FakeGateway } from "../testing/fake-gateway.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import { Denied } from "./denied.ts";

const read = { agentId: "agent-1", tool: "fs/read", arguments: {} };

async function ground() {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const stateDir = temporaryDirectory();
  const point = await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  return { gateway, point, stateDir };
}

const confirmed = (gateway: FakeGateway, orderId: string): Promise<void> =>
  gateway.records.until("the confirmation", () =>
    gateway.records.acks.some((ack) => ack.kind === "order" && ack.orderId === orderId),
  );

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "ran",
    (error) => (error instanceof Denied ? error.decision.code : error),
  );

test.each([
  ["suspended", "agent_suspended"],
  ["killed", "agent_killed"],
  ["retired", "agent_retired"],
] as const)("once the order is confirmed an agent that is %s is refused, and others are not", async (status, code) => {
  const { gateway, point } = await ground();
  await confirmed(gateway, gateway.order("agent-1", status));
  expect(point.decide(read)).toMatchObject({ effect: "deny", code });
  expect(point.decide({ ...read, agentId: "agent-2" }).code).toBe("unknown_agent");
  await confirmed(gateway, gateway.order("agent-1", "active"));
  expect(point.decide(read).effect).toBe("allow");
});

test("a kill ends a wait for people, and a later approval runs nothing", async () => {
  const { gateway, point } = await ground();
  const run = vi.fn();
  const call = codeOf(point.call({ ...read, tool: "fs/write" }, run));
  const id = await gateway.held();
  const order = gateway.order("agent-1", "killed");
  expect(await call).toBe("agent_killed");
  gateway.approve(id);
  await confirmed(gateway, order);
  expect(run).not.toHaveBeenCalled();
  await point.flush();
  expect(gateway.records.calls().at(-1)).toMatchObject({ code: "agent_killed", checkpointId: id });
});

test("a kill lets go of a running call at once, though the work does not listen, and its outcome is unknown", async () => {
  const { gateway, point } = await ground();
  let told: AbortSignal | undefined;
  const call = codeOf(
    point.call(read, (_, signal) => {
      told = signal;
      return new Promise(() => undefined);
    }),
  );
  await vi.waitUntil(() => told !== undefined);
  gateway.order("agent-1", "killed");
  expect(await call).toBe("agent_killed");
  expect(told?.aborted).toBe(true);
  await point.flush();
  expect(gateway.records.outcomes()).toMatchObject([{ outcome: "unknown" }]);
});

test("a stop order outlives a restart without the gateway", async () => {
  const { gateway, point, stateDir } = await ground();
  await confirmed(gateway, gateway.order("agent-1", "killed"));
  await point.close();
  await gateway.down();
  const again = await testPoint(gateway, { stateDir });
  expect(again.decide(read).code).toBe("agent_killed");
});

test("an order given while the point was away holds from the first word, and is confirmed", async () => {
  const { gateway, point, stateDir } = await ground();
  await confirmed(gateway, gateway.order("agent-2", "killed"));
  gateway.lease();
  await point.close();
  const order = gateway.order("agent-1", "killed");
  const again = await testPoint(gateway, { stateDir });
  expect(again.decide(read).code).toBe("agent_killed");
  await confirmed(gateway, order);
});

test("an order that is said again after a newer state is confirmed and undoes nothing", async () => {
  const { gateway, point } = await ground();
  gateway.sever();
  const release = gateway.order("agent-1", "active");
  gateway.stopped.set("agent-1", "killed");
  await confirmed(gateway, release);
  expect(point.decide(read).code).toBe("agent_killed");
});

describe("an order that cannot be read", () => {
  test("is not passed over: the connection is made anew, and the state brings it", async () => {
    const { gateway, point } = await ground();
    gateway.stopped.set("agent-1", "killed");
    gateway.sayRaw('event: agent\ndata: {"type":"agent","agentId":7}\n\n');
    await gateway.records.until("a new stream", () => gateway.records.streams.length === 2);
    await vi.waitUntil(() => point.decide(read).code === "agent_killed");
  });

  test("because it is of a kind this version does not know is left to newer ones", async () => {
    const { gateway, point } = await ground();
    gateway.sayRaw('event: weather\ndata: {"type":"weather"}\n\n');
    await confirmed(gateway, gateway.order("agent-2", "killed"));
    expect(gateway.records.streams).toHaveLength(1);
    expect(point.status().connected).toBe(true);
  });
});
