import { expect, test, vi } from "vitest";
import { decide, loadBundle } from "./decide.ts";
import type { BundleContent } from "./wire/bundle.ts";

vi.mock("./cedar/load-wasm.ts", () => ({
  loadWasm: () => {
    throw new Error("Cannot find module '@cedar-policy/cedar-wasm/nodejs'");
  },
}));

const every = { principal: { op: "All" }, action: { op: "All" }, resource: { op: "All" } };
const policy = { title: "", version: 1, checkpoint: null, mode: "enforce" } as const;
const condition = { hasTag: { left: { Var: "principal" }, right: { Value: "quarantined" } } };
const content: BundleContent = {
  format: 1,
  policies: [
    { ...policy, id: "all", effect: "permit", cedar: { ...every, effect: "permit", conditions: [] } },
    {
      ...policy,
      id: "tagged",
      effect: "forbid",
      cedar: { ...every, effect: "forbid", conditions: [{ kind: "when", body: condition }] },
    },
  ],
  agents: [
    {
      id: "bot",
      name: "Bot",
      status: "active",
      riskTier: "low",
      environment: "",
      provider: "",
      framework: "",
      team: "",
      autonomy: "",
      dataClasses: [],
    },
  ],
  tools: [
    {
      id: "fs/read",
      server: "fs",
      name: "read",
      operationClass: "read",
      reversibility: "reversible",
      pin: null,
      inputSchema: null,
    },
  ],
  rules: [],
  offline: { low: 0, medium: 0, high: 0, critical: 0 },
};

test("where cedar-wasm is missing, a policy that needs it denies every call that it is about", () => {
  const decision = decide(loadBundle(content, 1), { agentId: "bot", tool: "fs/read", arguments: {} });
  expect(decision).toMatchObject({ effect: "deny", code: "evaluation_error", policies: ["tagged"] });
  expect(decision.reason).toBe(
    'The policy "tagged" could not be evaluated: it needs cedar-wasm, which is not installed here.',
  );
});
