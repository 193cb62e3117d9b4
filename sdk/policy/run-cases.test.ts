import { describe, expect, test } from "vitest";
import { bundleAgent, bundleContent, bundlePolicy, bundleTool } from "../testing/bundle-fixture.ts";
import { type Case, runCases } from "./run-cases.ts";

const agentId = `agt_${"0".repeat(26)}`;
const content = bundleContent({
  agents: [bundleAgent(agentId, { status: "suspended" })],
  tools: [bundleTool("fs/read"), bundleTool("fs/write"), bundleTool("fs/delete")],
  policies: [
    bundlePolicy("permit", null),
    bundlePolicy("forbid", "fs/write", "owner"),
    bundlePolicy("forbid", "fs/delete"),
  ],
  rules: [{ id: "owner", title: "The owner", expiresInSeconds: 60 }],
});
const one = (more: Partial<Case>): Case => ({
  id: "pts_1",
  name: "case",
  principal: { kind: "agent", id: agentId },
  tool: "fs/read",
  arguments: {},
  expected: "allow",
  expectedRule: null,
  ...more,
});
const run = (more: Partial<Case>) => runCases(content, [one(more)], 0)[0];

describe("a case", () => {
  test("is about policies, so a suspended agent counts as active", () => {
    expect(run({})).toMatchObject({ passed: true, got: { effect: "allow", policies: ["permit-all"] } });
  });
  test("passes for each of the three outcomes, and for the rule that it names", () => {
    expect(run({ tool: "fs/delete", expected: "deny" })?.passed).toBe(true);
    expect(run({ tool: "fs/write", expected: "hold" })?.passed).toBe(true);
    expect(run({ tool: "fs/write", expected: "hold", expectedRule: "owner" })?.passed).toBe(true);
  });
  test("that fails says what was expected, what came out and why", () => {
    expect(run({ tool: "fs/delete" })?.why).toMatch(/should be allowed, and is denied: Forbidden by/);
    expect(run({ tool: "fs/write", expected: "hold", expectedRule: "two-people" })?.why).toMatch(
      /should be held by the rule two-people, and is held by owner/,
    );
  });
  test("fails when its agent is gone, instead of passing for a denial", () => {
    const gone = run({ principal: { kind: "agent", id: `agt_${"1".repeat(26)}` }, expected: "deny" });
    expect(gone).toMatchObject({ passed: false, got: null });
  });
  test("may be about an agent that has only attributes", () => {
    const attributes: Case["principal"] = {
      kind: "attributes",
      riskTier: "critical",
      environment: "production",
      provider: "other",
      framework: "",
      team: "",
      autonomy: "autonomous",
      dataClasses: [],
    };
    expect(run({ principal: attributes })).toMatchObject({ passed: true, got: { effect: "allow" } });
  });
});
