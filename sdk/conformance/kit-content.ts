/** The small bundles that the checks are made with: policies by scope alone, so that any point can decide by them. */
import type { JsonObject } from "../canonical.ts";
import type { BundleAgent, BundleContent, BundleDelegation, BundlePolicy, BundleTool } from "../wire/bundle.ts";
import type { OperationClass } from "../wire/words.ts";

export const AGENT = "bot";
/** Agents that may act through {@link AGENT}, and one whose delegation has ended. */
export const PLANNER = "planner";
export const WRITER = "writer";
export const ENDED = "ended";
export const UNSIGNED = "unsigned";
export const PROVIDER = "anthropic";
/** Permitted. */
export const WRITE = "fs/write";
/** Permitted too, and another tool. */
export const READ = "fs/read";
/** Forbidden. */
export const ERASE = "fs/erase";
/** Permitted once people have agreed. */
export const MOVE = "fs/move";
export const RULE = "two-eyes";

function policy(effect: "permit" | "forbid", tool: string | null, checkpoint: string | null = null): BundlePolicy {
  const id = `${effect}-${tool ?? "all"}`;
  const action: JsonObject = tool === null ? { op: "All" } : { op: "==", entity: { type: "Action", id: tool } };
  const annotations: JsonObject = checkpoint === null ? { id } : { id, checkpoint };
  const cedar = { effect, principal: { op: "All" }, action, resource: { op: "All" }, conditions: [], annotations };
  return { id, title: id, version: 1, effect, checkpoint, mode: "enforce", cedar };
}

function tool(id: string, operationClass: OperationClass): BundleTool {
  const [server = "", name = ""] = id.split("/");
  return { id, server, name, operationClass, reversibility: "reversible", pin: null, inputSchema: null };
}

const agent: BundleAgent = {
  id: AGENT,
  name: "Bot",
  status: "active",
  riskTier: "low",
  environment: "test",
  provider: PROVIDER,
  framework: "none",
  team: "test",
  autonomy: "supervised",
  dataClasses: [],
};

const edge = (until: string): BundleDelegation => ({
  to: AGENT,
  operationClasses: ["read", "data.write"],
  dataClasses: [],
  until,
});

const delegating = (id: string, until: string): BundleAgent => ({ ...agent, id, name: id, delegations: [edge(until)] });

type Shape = { agent?: Partial<BundleAgent>; offline?: Partial<BundleContent["offline"]> };

/** Everything is permitted but {@link ERASE}, which is forbidden, and {@link MOVE}, which needs people. */
export function content({ agent: more, offline }: Shape = {}): BundleContent {
  return {
    format: 1,
    policies: [policy("permit", null), policy("forbid", ERASE), policy("forbid", MOVE, RULE)],
    agents: [
      { ...agent, ...more },
      delegating(PLANNER, "2999-01-01T00:00:00.000Z"),
      delegating(WRITER, "2999-01-01T00:00:00.000Z"),
      delegating(ENDED, "2001-01-01T00:00:00.000Z"),
      { ...agent, id: UNSIGNED, name: UNSIGNED },
    ],
    tools: [tool(READ, "read"), tool(WRITE, "data.write"), tool(ERASE, "data.write"), tool(MOVE, "data.write")],
    rules: [{ id: RULE, title: "Another pair of eyes", expiresInSeconds: 900 }],
    offline: { low: 3600, medium: 600, high: 0, critical: 0, ...offline },
  };
}

/** What an attacker would like to be in force: everything is permitted. */
export const open = (): BundleContent => ({ ...content(), policies: [policy("permit", null)] });
