/** Small bundles to test with, in the words of the wire. */
import type { JsonObject } from "../canonical.ts";
import type { BundleAgent, BundleContent, BundlePolicy, BundleTool } from "../wire/bundle.ts";

export function bundleAgent(id: string, more: Partial<BundleAgent> = {}): BundleAgent {
  return {
    id,
    name: id,
    status: "active",
    riskTier: "low",
    environment: "test",
    provider: "none",
    framework: "none",
    team: "test",
    autonomy: "supervised",
    dataClasses: [],
    ...more,
  };
}

/** `id` is `server/tool`. */
export function bundleTool(id: string, more: Partial<BundleTool> = {}): BundleTool {
  const slash = id.indexOf("/");
  return {
    id,
    server: id.slice(0, slash),
    name: id.slice(slash + 1),
    operationClass: "read",
    reversibility: "reversible",
    pin: null,
    inputSchema: null,
    ...more,
  };
}

/** A policy over the named tool, or over every tool. `checkpoint` makes a forbid that people can lift. */
export function bundlePolicy(effect: "permit" | "forbid", tool: string | null, checkpoint?: string): BundlePolicy {
  const id = `${effect}-${tool ?? "all"}${checkpoint ? `-${checkpoint}` : ""}`;
  const action: JsonObject = tool ? { op: "==", entity: { type: "Action", id: tool } } : { op: "All" };
  const annotations: JsonObject = checkpoint ? { id, checkpoint } : { id };
  return {
    id,
    title: id,
    version: 1,
    effect,
    checkpoint: checkpoint ?? null,
    mode: "enforce",
    cedar: { effect, principal: { op: "All" }, action, resource: { op: "All" }, conditions: [], annotations },
  };
}

export function bundleContent(more: Partial<BundleContent> = {}): BundleContent {
  return {
    format: 1,
    policies: [bundlePolicy("permit", null)],
    agents: [bundleAgent("agent-1")],
    tools: [bundleTool("fs/read")],
    rules: [],
    offline: { low: 3600, medium: 600, high: 0, critical: 0 },
    ...more,
  };
}

/** `agent-1` may read; writing needs rule `two-eyes`; removing is forbidden. */
export function lineContent(more: Partial<BundleContent> = {}): BundleContent {
  return bundleContent({
    policies: [
      bundlePolicy("permit", null),
      bundlePolicy("forbid", "fs/write", "two-eyes"),
      bundlePolicy("forbid", "fs/remove"),
    ],
    tools: [
      bundleTool("fs/read"),
      bundleTool("fs/write", { operationClass: "data.write" }),
      bundleTool("fs/remove", { operationClass: "data.write", reversibility: "irreversible" }),
    ],
    rules: [{ id: "two-eyes", title: "Another pair of eyes", expiresInSeconds: 900 }],
    ...more,
  });
}
