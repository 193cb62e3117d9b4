import { expect, test } from "vitest";
import type { JsonObject } from "@/sdk/canonical";
import { bundleAgent, bundleContent, bundlePolicy, bundleTool } from "@/sdk/testing/bundle-fixture";
import { permittedBy } from "./permitted-tools";

const now = new Date(0);
const amount: JsonObject = { ".": { left: { ".": { left: { Var: "context" }, attr: "args" } }, attr: "amount" } };
const pay = bundleTool("bank/pay", {
  inputSchema: { type: "object", properties: { amount: { type: "integer" } }, required: ["amount"] },
});
const content = (policies: ReturnType<typeof bundlePolicy>[], status: "active" | "suspended" = "active") =>
  bundleContent({
    agents: [bundleAgent("a", { status })],
    tools: [bundleTool("fs/read"), bundleTool("fs/write"), pay],
    rules: [{ id: "owner", title: "o", expiresInSeconds: 60 }],
    policies,
  });
const effects = (of: ReturnType<typeof content>, agentId = "a") =>
  Object.fromEntries(permittedBy(of, agentId, now).map(({ tool, effect }) => [tool, effect]));

test("an agent that is not there, and one that nothing permits, may use nothing", () => {
  expect(effects(content([bundlePolicy("permit", null)]), "b")).toEqual({});
  expect(effects(content([]))).toEqual({});
});

test("what is allowed, what waits for people, and what is forbidden are told apart", () => {
  const policies = [
    bundlePolicy("permit", null),
    bundlePolicy("forbid", "fs/write"),
    bundlePolicy("forbid", "bank/pay", "owner"),
  ];
  expect(effects(content(policies))).toEqual({ "fs/read": "allow", "bank/pay": "hold" });
});

test("a tool that only some arguments open is permitted", () => {
  const forbid = bundlePolicy("forbid", "bank/pay");
  const conditions = [{ kind: "unless", body: { ">": { left: amount, right: { Value: 500 } } } }];
  const policies = [bundlePolicy("permit", null), { ...forbid, cedar: { ...forbid.cedar, conditions } }];
  expect(effects(content(policies))["bank/pay"]).toBe("allow");
});

test("a suspended agent is asked about as if it were not", () => {
  expect(effects(content([bundlePolicy("permit", "fs/read")], "suspended"))).toEqual({ "fs/read": "allow" });
});
