import { expect, test, vi } from "vitest";
import { guard } from "../guard.ts";
import { bundleAgent, lineContent } from "../testing/bundle-fixture.ts";
import type { FakeGateway } from "../testing/fake-gateway.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import type { Ack, RevokedScope } from "../wire/protocol.ts";
import type { Mode } from "../wire/words.ts";
import { Denied } from "./denied.ts";

const read = { agentId: "agent-1", tool: "fs/read", arguments: {} };

const edge = {
  to: "agent-1",
  operationClasses: ["read" as const],
  dataClasses: [],
  until: "2999-01-01T00:00:00.000Z",
};

async function ground(mode: Mode = "enforce") {
  const gateway = await testGateway();
  gateway.mode = mode;
  gateway.publish(
    lineContent({
      agents: [bundleAgent("agent-1", { provider: "Acme" }), bundleAgent("agent-2", { delegations: [edge] })],
    }),
  );
  const stateDir = temporaryDirectory();
  const point = await testPoint(gateway, { stateDir, enrolToken: gateway.enrolToken() });
  return { gateway, point, stateDir };
}

async function confirmed(gateway: FakeGateway, orderId: string): Promise<Extract<Ack, { kind: "order" }> | undefined> {
  const find = () => gateway.records.acks.filter((ack) => ack.kind === "order").find((ack) => ack.orderId === orderId);
  await gateway.records.until("the confirmation", () => find() !== undefined);
  return find();
}

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "ran",
    (error) => (error instanceof Denied ? error.decision.code : error),
  );

const scopes: RevokedScope[] = [
  { kind: "everything" },
  { kind: "provider", provider: "acme" },
  { kind: "server", server: "fs" },
  { kind: "tool", tool: "fs/read" },
  { kind: "credential", credential: "key-1" },
  { kind: "delegation", from: "agent-2", to: "agent-1" },
];

test.each(scopes)(
  "once $kind is revoked, what it covers is refused, also in observe mode, until it is lifted",
  async (scope) => {
    const { gateway, point } = await ground("observe");
    const call = { ...read, credential: "key-1", chain: ["agent-2"] };
    expect(await codeOf(point.call(call, () => "ran"))).toBe("ran");
    await confirmed(gateway, gateway.revoke(scope));
    expect(await codeOf(point.call(call, () => "ran"))).toBe("revoked");
    await confirmed(gateway, gateway.revoke(scope, false));
    expect(await codeOf(point.call(call, () => "ran"))).toBe("ran");
  },
);

test("a point that says which credential it presents is stopped by that credential's revocation, and a call may present another", async () => {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const point = await testPoint(gateway, { credential: "key-1" });
  await confirmed(gateway, gateway.revoke({ kind: "credential", credential: "key-1" }));
  const read = guard(point, { agent: "agent-1", tool: "fs/read", fn: () => "ran" });
  const other = guard(point, { agent: "agent-1", tool: "fs/read", credential: "key-2", fn: () => "ran" });
  expect(await codeOf(read({}))).toBe("revoked");
  expect(point.decide({ agentId: "agent-1", tool: "fs/read", arguments: {} }).code).toBe("revoked");
  expect(await codeOf(other({}))).toBe("ran");
});

test("what a revocation does not cover goes on", async () => {
  const { gateway, point } = await ground();
  await confirmed(gateway, gateway.revoke({ kind: "provider", provider: "acme" }));
  expect(point.decide({ ...read, agentId: "agent-2" }).effect).toBe("allow");
  expect(point.decide(read)).toMatchObject({ effect: "deny", code: "revoked" });
});

test("calls that wait or run are let go of at once, and the confirmation counts them", async () => {
  const { gateway, point } = await ground();
  let running = 0;
  const never = () => {
    running += 1;
    return new Promise(() => undefined);
  };
  const caught = [
    codeOf(point.call(read, never)),
    codeOf(point.call({ ...read, agentId: "agent-2" }, never)),
    codeOf(point.call({ ...read, tool: "fs/write" }, never)),
  ];
  await gateway.held();
  await vi.waitUntil(() => running === 2);
  const order = gateway.revoke({ kind: "provider", provider: "ACME" });
  expect(await confirmed(gateway, order)).toMatchObject({ cancelled: 2 });
  expect(await Promise.all([caught[0], caught[2]])).toEqual(["revoked", "revoked"]);
  const rest = gateway.order("agent-2", "killed");
  expect(await confirmed(gateway, rest)).toMatchObject({ cancelled: 1 });
  expect(await caught[1]).toBe("agent_killed");
});

test("a revocation outlives a restart without the gateway", async () => {
  const { gateway, point, stateDir } = await ground();
  await confirmed(gateway, gateway.revoke({ kind: "tool", tool: "fs/read" }));
  await point.close();
  await gateway.down();
  const again = await testPoint(gateway, { stateDir });
  expect(again.decide(read).code).toBe("revoked");
});

test("who was away hears of it with the first word, ends what it runs, and confirms with the count", async () => {
  const { gateway, point } = await ground();
  const call = codeOf(point.call(read, () => new Promise(() => undefined)));
  gateway.lease();
  gateway.sever();
  const order = gateway.revoke({ kind: "everything" });
  expect(await call).toBe("revoked");
  expect(await confirmed(gateway, order)).toMatchObject({ cancelled: 1 });
  expect(point.decide(read).code).toBe("revoked");
});
