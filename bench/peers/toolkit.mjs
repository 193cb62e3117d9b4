/**
 * The organisation's policies for the policy engine of @microsoft/agent-governance-sdk. Its expressions know equality, numbers,
 * lists, `and` and `or`: what Cedar matches by pattern or by set is put into the context beforehand, outside of what is timed.
 */
import sdk from "@microsoft/agent-governance-sdk";

const word = (text) => text.replaceAll(/\W/g, "_");

function whenOf(condition) {
  switch (condition.kind) {
    case "path":
      return [`folder == '/srv/${condition.folder}'`, `count > ${condition.above}`];
    case "amount":
      return [`amount > ${condition.above}`];
    case "tags":
      return [`tags.either_${condition.tag} == true`];
    case "host":
      return [`domain == 'host-${condition.host}.example'`, "riskTier != 'low'"];
    case "personal":
      return ["personalAgent == false", "personalPath == true"];
  }
}

function conditionOf(rule) {
  const parts = [
    rule.tool && `tool == '${rule.tool}'`,
    rule.operationClass && `operationClass == '${rule.operationClass}'`,
    rule.server && `server == '${rule.server}'`,
    rule.team && `team == '${rule.team}'`,
    rule.agent && `agent == '${rule.agent}'`,
    rule.riskTier && `riskTier == '${rule.riskTier}'`,
    ...(rule.condition ? whenOf(rule.condition) : []),
  ];
  return parts.filter(Boolean).join(" and ");
}

function contextOf({ agent, tool, args }) {
  const numbers = args.tags.map((tag) => tag.replace("tag-", ""));
  return {
    tool: tool.id,
    operationClass: tool.operationClass,
    server: tool.server,
    team: agent.team,
    agent: agent.id,
    riskTier: agent.riskTier,
    personalAgent: agent.dataClasses.includes("personal"),
    personalPath: args.path.includes("personal"),
    folder: args.path.slice(0, args.path.lastIndexOf("/")),
    domain: args.target.host.replace("api.", ""),
    amount: args.amount,
    count: args.count,
    tags: Object.fromEntries(numbers.map((number) => [word(`either_${number}`), true])),
  };
}

/** Returns what makes a request ready, which is not timed, and what decides it, which is. */
export function toolkitPeer({ rules, content }) {
  const agents = new Map(content.agents.map((agent) => [agent.id, agent]));
  const tools = new Map(content.tools.map((tool) => [tool.id, tool]));
  const engine = new sdk.PolicyEngine([], sdk.ConflictResolutionStrategy.DenyOverrides);
  engine.loadPolicy({
    name: "organisation",
    scope: "global",
    default_action: "deny",
    rules: rules.map((rule) => ({
      name: rule.id,
      condition: conditionOf(rule),
      ruleAction: rule.effect === "permit" ? "allow" : "deny",
    })),
  });
  return {
    prepare: ({ agentId, tool, arguments: args }) => ({
      agentId,
      context: contextOf({ agent: agents.get(agentId), tool: tools.get(tool), args }),
    }),
    allows: ({ agentId, context }) => engine.evaluatePolicy(agentId, context).allowed,
  };
}
