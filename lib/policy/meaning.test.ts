import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/sdk/canonical";
import { bundleAgent, bundleContent, bundlePolicy, bundleTool } from "@/sdk/testing/bundle-fixture";
import type { BundlePolicy } from "@/sdk/wire/bundle";
import { literalsOf, samplesFor } from "./call-samples";
import { type Compared, meaningOf } from "./meaning";

const pay = bundleTool("bank/pay", {
  inputSchema: {
    type: "object",
    properties: { to: { type: "string" }, amount: { type: "integer" } },
    required: ["to", "amount"],
  },
});
const { policies: _, ...small } = bundleContent({
  agents: [bundleAgent("a"), bundleAgent("b"), bundleAgent("gone", { status: "retired" })],
  tools: [bundleTool("fs/read"), pay],
  rules: [
    { id: "owner", title: "o", expiresInSeconds: 60 },
    { id: "two", title: "t", expiresInSeconds: 60 },
  ],
});
const amount: JsonObject = { ".": { left: { ".": { left: { Var: "context" }, attr: "args" } }, attr: "amount" } };
const above = (limit: number, more: Partial<BundlePolicy> = {}): BundlePolicy => {
  const policy = bundlePolicy("forbid", "bank/pay");
  const conditions = [{ kind: "when", body: { ">": { left: amount, right: { Value: limit } } } }];
  return { ...policy, cedar: { ...policy.cedar, conditions }, ...more };
};
const permit = bundlePolicy("permit", null);
const compare = (before: BundlePolicy[], after: BundlePolicy[], more: Partial<Compared> = {}, most?: number) =>
  meaningOf({ before, after, inventory: small, kept: [], ...more }, 0, most);

describe("the meaning of a change", () => {
  test("is nothing where nothing changed", () => {
    expect(compare([permit], [permit])).toMatchObject({ shifts: [], sampled: false, agents: { looked: 2, of: 2 } });
  });
  test("counts agents and tools, and names a call", () => {
    const [shift, ...others] = compare([permit, bundlePolicy("forbid", "fs/read")], [permit]).shifts;
    expect(others).toEqual([]);
    expect(shift).toMatchObject({ shift: "newlyAllowed", pairs: 2, agents: 2, tools: 1 });
    expect(shift?.examples[0]).toMatchObject({
      tool: "fs/read",
      before: { effect: "deny" },
      after: { effect: "allow" },
    });
  });
  test("is found at the edge that a condition draws, though no case names it", () => {
    const [shift] = compare([permit, above(100)], [permit, above(500, { version: 2 })]).shifts;
    expect(shift?.shift).toBe("newlyAllowed");
    expect(JSON.parse(shift?.examples[0]?.arguments ?? "")).toMatchObject({ amount: 101 });
  });
  test("tells holding instead of denying from holding instead of allowing, and another rule", () => {
    const forbid = bundlePolicy("forbid", "fs/read");
    const held = bundlePolicy("forbid", "fs/read", "owner");
    const otherwise = bundlePolicy("forbid", "fs/read", "two");
    const shifts = (before: BundlePolicy[], after: BundlePolicy[]) =>
      compare([permit, ...before], [permit, ...after]).shifts.map(({ shift }) => shift);
    expect(shifts([forbid], [held])).toEqual(["heldNotDenied"]);
    expect(shifts([], [held])).toEqual(["heldNotAllowed"]);
    expect(shifts([held], [otherwise])).toEqual(["heldOtherwise"]);
    expect(shifts([held], [held, otherwise])).toEqual([]);
    expect(shifts([], [forbid])).toEqual(["newlyDenied"]);
  });
  test("says when only a part was looked at, and how much", () => {
    const agents = Array.from({ length: 50 }, (_, at) => bundleAgent(`agent-${at}`, { team: `team ${at}` }));
    const found = compare([], [permit], { inventory: { ...small, agents } }, 20);
    expect(found).toMatchObject({ sampled: true, agents: { of: 50 } });
    expect(found.agents.looked).toBeLessThan(50);
    expect(found.calls).toBeLessThanOrEqual(20);
  });
  test("asks once about agents that no policy can tell apart, and counts all of them", () => {
    const agents = Array.from({ length: 1_000 }, (_, at) => bundleAgent(`agent-${at}`));
    const found = compare([], [permit], { inventory: { ...small, agents } });
    expect(found.shifts[0]).toMatchObject({ shift: "newlyAllowed", agents: 1_000, pairs: 2_000 });
    expect(found.calls).toBeLessThan(100);
    expect(found.sampled).toBe(false);
  });
  test("keeps apart the agent that a policy names", () => {
    const { principal: _, ...rest } = permit.cedar;
    const only = { ...permit, cedar: { ...rest, principal: { op: "==", entity: { type: "Agent", id: "b" } } } };
    const [shift] = compare([], [only]).shifts;
    expect(shift).toMatchObject({ agents: 1, examples: [{ agentId: "b" }, { agentId: "b" }] });
  });
});

describe("sample calls", () => {
  test("are what the schema asks for, the cases' own, and the edges of conditions; never too many", () => {
    const samples = samplesFor(pay, literalsOf([above(100)]), [{ to: "ACME", amount: 7 }]);
    expect(samples[0]).toEqual({ to: "x", amount: 1 });
    expect(samples).toContainEqual({ to: "ACME", amount: 7 });
    for (const amount of [99, 100, 101]) expect(samples).toContainEqual({ to: "x", amount });
    const many = literalsOf(Array.from({ length: 90 }, (_, at) => above(at * 10)));
    expect(samplesFor(pay, many, []).length).toBeLessThanOrEqual(24);
  });
});
