/** The organisation's policies as rules of @casl/ability: one ability, a call as its subject, forbids after permits so that they win. */
import { createMongoAbility, subject } from "@casl/ability";

function whenOf(condition) {
  switch (condition.kind) {
    case "path":
      return {
        "args.path": { $regex: new RegExp(`^/srv/${condition.folder}/`) },
        "args.count": { $gt: condition.above },
      };
    case "amount":
      return { "args.amount": { $gt: condition.above } };
    case "tags":
      return { "args.tags": { $in: ["secret", `tag-${condition.tag}`] } };
    case "host":
      return {
        "args.target.host": { $regex: new RegExp(`\\.host-${condition.host}\\.example$`) },
        "agent.riskTier": { $ne: "low" },
      };
    case "personal":
      return { "agent.dataClasses": { $ne: "personal" }, "args.path": { $regex: /personal/ } };
  }
}

function ruleOf(rule, tools) {
  const actions = tools
    .filter(({ id, operationClass, server }) => {
      if (rule.tool) return id === rule.tool;
      return operationClass === rule.operationClass && (!rule.server || server === rule.server);
    })
    .map(({ id }) => id);
  const conditions = {
    ...(rule.team && { "agent.team": rule.team }),
    ...(rule.agent && { "agent.id": rule.agent }),
    ...(rule.riskTier && { "agent.riskTier": rule.riskTier }),
    ...(rule.condition && whenOf(rule.condition)),
  };
  if (actions.length === 0) return [];
  return [{ action: actions, subject: "Call", inverted: rule.effect === "forbid", conditions }];
}

/** Returns what makes a request ready, which is not timed, and what decides it, which is. */
export function caslPeer({ rules, content }) {
  const agents = new Map(content.agents.map((agent) => [agent.id, agent]));
  const ordered = [...rules].sort((a, b) => (a.effect === b.effect ? 0 : a.effect === "permit" ? -1 : 1));
  const ability = createMongoAbility(ordered.flatMap((rule) => ruleOf(rule, content.tools)));
  return {
    prepare: ({ agentId, tool, arguments: args }) => ({
      tool,
      call: subject("Call", { agent: agents.get(agentId), args }),
    }),
    allows: ({ tool, call }) => ability.can(tool, call),
  };
}
