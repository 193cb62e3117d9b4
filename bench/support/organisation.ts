/**
 * The organisation that decisions are measured with: mostly narrow permits, and forbids that look into arguments, a tenth of
 * them for everyone. Each policy is described once and written down for each engine, so that all decide the same.
 */
import { policyFromText } from "../../sdk/cases/run-cases.ts";
import type { BundleAgent, BundleContent, BundlePolicy, BundleTool } from "../../sdk/wire/bundle.ts";
import type { DecisionRequest } from "../../sdk/wire/decision.ts";
import { OperationClass, RiskTier } from "../../sdk/wire/words.ts";

const AGENTS = 1_000;
const TOOLS = 50;
const TEAMS = 40;

export type Condition =
  | { kind: "path"; folder: number; above: number }
  | { kind: "amount"; above: number }
  | { kind: "tags"; tag: number }
  | { kind: "host"; host: number }
  | { kind: "personal" };

/** Who, what and when of one policy; null means "whoever", "whatever", "always". */
export type Rule = {
  id: string;
  effect: "permit" | "forbid";
  checkpoint: boolean;
  team: string | null;
  agent: string | null;
  riskTier: RiskTier | null;
  tool: string | null;
  operationClass: OperationClass | null;
  server: string | null;
  condition: Condition | null;
};

export type Organisation = { rules: Rule[]; content: BundleContent; requests: DecisionRequest[] };

/** The same one each time for the same number of policies. */
export function organisation(policies: number, requests: number): Organisation {
  const random = generator(policies);
  const rules = Array.from({ length: policies }, (_, place) => ruleAt(place, random));
  const content: BundleContent = {
    format: 1,
    policies: rules.map(cedarOf),
    agents: Array.from({ length: AGENTS }, (_, place) => agentAt(place, random)),
    tools: Array.from({ length: TOOLS }, (_, place) => toolAt(place)),
    rules: [{ id: "owner", title: "Owner approves", expiresInSeconds: 900 }],
    offline: { low: 900, medium: 300, high: 60, critical: 60 },
  };
  return { rules, content, requests: Array.from({ length: requests }, () => requestOf(content, random)) };
}

function agentAt(place: number, random: Random): BundleAgent {
  return {
    id: `agent-${place}`,
    name: `Agent ${place}`,
    status: "active",
    riskTier: random.pick(RiskTier.options),
    environment: random.pick(["production", "staging", "development"]),
    provider: random.pick(["anthropic", "openai", "google", "local"]),
    framework: "langgraph",
    team: `team-${place % TEAMS}`,
    autonomy: "supervised",
    dataClasses: random.pick([["public"], ["public", "internal"], ["internal", "personal"]]),
  };
}

function toolAt(place: number): BundleTool {
  const [server, name] = [`server-${place % 10}`, `tool-${place}`];
  const properties = {
    path: { type: "string", maxLength: 4_096 },
    amount: { type: "number" },
    count: { type: "integer", minimum: 0 },
    tags: { type: "array", items: { type: "string" } },
    target: { type: "object", properties: { host: { type: "string" }, port: { type: "integer" } }, required: ["host"] },
  };
  const required = ["path", "amount", "count", "tags", "target"];
  return {
    id: `${server}/${name}`,
    server,
    name,
    operationClass: OperationClass.options[place % OperationClass.options.length] ?? "read",
    reversibility: "reversible",
    pin: null,
    inputSchema: { type: "object", properties, required, additionalProperties: false },
  };
}

function ruleAt(place: number, random: Random): Rule {
  const team = `team-${random.below(TEAMS)}`;
  const agent = `agent-${random.below(AGENTS)}`;
  const riskTier = random.pick(RiskTier.options);
  const { id: tool, server } = toolAt(random.below(TOOLS));
  const operationClass = random.pick(OperationClass.options);
  const condition = conditionOf(random);
  const id = `policy-${place}`;
  const nothing = { team: null, agent: null, riskTier: null, tool: null, operationClass: null, server: null };
  const permit = { ...nothing, id, effect: "permit", checkpoint: false, condition: null } as const;
  const forbid = { ...nothing, id, effect: "forbid", checkpoint: false, condition } as const;
  const share = place % 20;
  if (share < 8) return { ...permit, team, tool };
  if (share < 12) return { ...permit, agent, operationClass };
  if (share < 15) return { ...permit, operationClass, server, riskTier };
  if (share < 18) return { ...forbid, team, operationClass };
  if (share < 19) return { ...forbid, checkpoint: true, tool };
  return { ...forbid, operationClass };
}

function conditionOf(random: Random): Condition {
  return random.pick<Condition>([
    { kind: "path", folder: random.below(100), above: random.below(100) },
    { kind: "amount", above: random.below(900) + 0.5 },
    { kind: "tags", tag: random.below(50) },
    { kind: "host", host: random.below(50) },
    { kind: "personal" },
  ]);
}

function cedarOf(rule: Rule): BundlePolicy {
  const principal = rule.team
    ? `principal in Team::"${rule.team}"`
    : rule.agent
      ? `principal == Agent::"${rule.agent}"`
      : "principal";
  const action = rule.tool ? `action == Action::"${rule.tool}"` : `action in Action::"${rule.operationClass}"`;
  const resource = rule.server ? `resource == Server::"${rule.server}"` : "resource";
  const tier = rule.riskTier ? ` when { principal.riskTier == "${rule.riskTier}" }` : "";
  const condition = rule.condition ? ` when { ${cedarCondition(rule.condition)} }` : "";
  const checkpoint = rule.checkpoint ? '@checkpoint("owner") ' : "";
  const scope = `${rule.effect}(${principal}, ${action}, ${resource})`;
  return policyFromText(`@id("${rule.id}") @title("${rule.id}") ${checkpoint}${scope}${tier}${condition};`);
}

function cedarCondition(condition: Condition): string {
  switch (condition.kind) {
    case "path":
      return `context.args.path like "/srv/${condition.folder}/*" && context.args.count > ${condition.above}`;
    case "amount":
      return `context.args.amount.greaterThan(decimal("${condition.above.toFixed(2)}"))`;
    case "tags":
      return `context.args.tags.containsAny(["secret", "tag-${condition.tag}"])`;
    case "host":
      return `context.args.target.host like "*.host-${condition.host}.example" && principal.riskTier != "low"`;
    case "personal":
      return `!(principal.dataClasses.contains("personal")) && context.args.path like "*personal*"`;
  }
}

function requestOf(content: BundleContent, random: Random): DecisionRequest {
  const args = {
    path: random.pick([`/srv/${random.below(100)}/file-${random.below(1_000)}`, "/home/personal/notes"]),
    amount: random.below(100_000) / 100,
    count: random.below(200),
    tags: [`tag-${random.below(200)}`, `tag-${random.below(200)}`],
    target: { host: `api.host-${random.below(200)}.example`, port: 443 },
  };
  return { agentId: random.pick(content.agents).id, tool: random.pick(content.tools).id, arguments: args };
}

interface Random {
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** A small linear congruential generator: the same figures come from the same organisation. */
function generator(seed: number): Random {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}
