import { describe, expect, test, vi } from "vitest";
import { canonicalJson, digestOf } from "../canonical.ts";
import type { ArgumentChange } from "../changed-action.ts";
import { bundlePolicy, lineContent } from "../testing/bundle-fixture.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";
import type { ChangedGrant } from "../wire/action.ts";
import { Denied } from "./denied.ts";

const asked = { path: "a", text: "x" };
const set = { path: "a", text: "y" };
const write = { agentId: "agent-1", tool: "fs/write", arguments: asked };

async function ground() {
  const gateway = await testGateway();
  gateway.publish(lineContent());
  const point = await testPoint(gateway);
  const run = vi.fn((args: unknown): unknown => args);
  const onChanged = vi.fn((_: ArgumentChange) => undefined);
  return { gateway, point, run, onChanged };
}

async function denial(call: Promise<unknown>): Promise<Denied> {
  const error = await call.then(
    () => new Error("it ran"),
    (reason) => reason,
  );
  if (error instanceof Denied) return error;
  throw error;
}

describe("a call whose arguments people changed is not run, neither as it was asked nor as it was set, when", () => {
  const oneByte = canonicalJson({ path: "a", text: "z" });
  const cases: [string, Partial<ChangedGrant>, RegExp][] = [
    ["one byte of the arguments is not what was approved", { arguments: oneByte }, /another action/],
    ["they are not canonical", { arguments: '{"text":"y","path":"a"}' }, /not canonical/],
    ["they are no object", { arguments: '"y"' }, /not canonical/],
    ["it changes another held action", { heldDigest: digestOf("another") }, /arguments of another action/],
    ["it is for the original digest", { actionDigest: digestOf("another") }, /another action/],
    ["it is for another tool", { tool: "fs/remove" }, /another tool/],
    ["it lifts another rule", { rules: ["finance"] }, /does not lift two-eyes/],
    ["it has expired", { expiresAt: "2020-01-01T00:00:00.000Z" }, /expired/],
  ];
  test.each(cases)("%s", async (_, more, reason) => {
    const { gateway, point, run, onChanged } = await ground();
    const call = denial(point.call(write, run, { onChanged }));
    const id = await gateway.held();
    gateway.approve(id, gateway.changedGrant(id, set, more));
    expect((await call).decision).toMatchObject({ code: "grant_refused", reason: expect.stringMatching(reason) });
    expect(run).not.toHaveBeenCalled();
    expect(gateway.records.redeemed).toEqual([]);
  });

  test("the caller has not said that it can tell the agent", async () => {
    const { gateway, point, run } = await ground();
    const call = denial(point.call(write, run));
    const id = await gateway.held();
    expect(gateway.records.holds[0]?.accepts).toBeUndefined();
    gateway.approve(id, gateway.changedGrant(id, set));
    expect((await call).message).toMatch(/has not said that it can tell the agent/);
    expect(run).not.toHaveBeenCalled();
  });

  test("policy forbids the arguments that were set", async () => {
    const { gateway, point, run, onChanged } = await ground();
    const forbid = bundlePolicy("forbid", "fs/write");
    const text = { type: "string" };
    const inputSchema = { type: "object", properties: { path: text, text } };
    const condition = {
      kind: "when",
      body: {
        "==": {
          left: { ".": { left: { ".": { left: { Var: "context" }, attr: "args" } }, attr: "text" } },
          right: { Value: "y" },
        },
      },
    };
    const { policies, tools } = lineContent();
    gateway.publish(
      lineContent({
        policies: [...policies, { ...forbid, cedar: { ...forbid.cedar, conditions: [condition] } }],
        tools: tools.map((tool) => (tool.id === "fs/write" ? { ...tool, inputSchema } : tool)),
      }),
    );
    await gateway.records.until("the new bundle", () => gateway.records.acks.length >= 2);
    const call = denial(point.call(write, run, { onChanged }));
    const id = await gateway.held();
    gateway.approve(id, gateway.changedGrant(id, set));
    expect((await call).decision).toMatchObject({ code: "forbidden" });
    expect(run).not.toHaveBeenCalled();
    expect(gateway.records.redeemed).toEqual([]);
  });
});

test("exactly the arguments that people set are run, once; the caller is told, and both digests are on record", async () => {
  const { gateway, point, run, onChanged } = await ground();
  const call = point.call(write, run, { onChanged });
  const id = await gateway.held();
  expect(gateway.records.holds[0]?.accepts).toEqual(["changedArguments"]);
  gateway.approve(id, gateway.changedGrant(id, set));
  expect(await call).toEqual(set);
  expect(run).toHaveBeenCalledTimes(1);
  expect(onChanged).toHaveBeenCalledExactlyOnceWith({ checkpointId: id, asked, ran: set, places: ["/text"] });
  expect(onChanged.mock.invocationCallOrder[0]).toBeLessThan(run.mock.invocationCallOrder[0] ?? 0);
  expect(gateway.records.redeemed).toHaveLength(1);
  await point.flush();
  expect(gateway.records.calls()).toMatchObject([
    { effect: "hold", argumentsDigest: digestOf(asked) },
    {
      effect: "allow",
      checkpointId: id,
      argumentsDigest: digestOf(set),
      argumentsText: canonicalJson(set),
      reason: expect.stringContaining(digestOf(asked)),
    },
  ]);
});
