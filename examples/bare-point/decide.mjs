// Decides a call by a bundle. This point reads only policies by scope; whatever else a policy says, it denies rather than guess.
const deny = (code, reason, policies = []) => ({ effect: "deny", code, reason, policies, rules: [] });

/** The strictest answer of everyone on whose word the call is made, and every edge between them must be signed off. */
export function decide(bundle, request, lifted = []) {
  const { agentId, chain = [] } = request;
  const own = decideAs(bundle, request, lifted);
  if (chain.length === 0 || own.effect === "deny") return own;
  const path = [...chain, agentId];
  if (path.length > 17) return deny("arguments_unrepresentable", "The chain is too long.");
  if (new Set(path).size < path.length) return deny("delegation_refused", "The chain goes round in a circle.");
  const answers = [own, ...chain.map((each) => decideAs(bundle, { ...request, agentId: each }, lifted))];
  const denied = answers.find(({ effect }) => effect === "deny");
  if (denied) return denied;
  const unsigned = unsignedEdges(bundle, request, path).filter((rule) => !lifted.includes(rule));
  const rules = [...new Set([...answers.flatMap((answer) => answer.rules), ...unsigned])];
  if (rules.length === 0) return own;
  const policies = [...new Set(answers.flatMap((answer) => (answer.effect === "hold" ? answer.policies : [])))];
  const code = unsigned.length > 0 ? "delegation_unsigned" : "checkpoint_required";
  return { effect: "hold", code, reason: "People decide.", policies, rules };
}

function unsignedEdges(bundle, { agentId, tool: toolId }, path) {
  const tool = bundle.tools.find((each) => each.id === toolId);
  const { dataClasses } = bundle.agents.find((each) => each.id === agentId);
  const covers = (edge) =>
    Date.parse(edge.until) > Date.now() &&
    edge.operationClasses.includes(tool.operationClass) &&
    dataClasses.every((kind) => edge.dataClasses.includes(kind));
  return path.slice(0, -1).flatMap((from, place) => {
    const to = path[place + 1];
    const edge = bundle.agents.find((each) => each.id === from)?.delegations?.find((each) => each.to === to);
    return edge && covers(edge) ? [] : [`delegation:${encodeURIComponent(from)}:${encodeURIComponent(to)}`];
  });
}

function decideAs(bundle, { agentId, tool: toolId, arguments: args, seenPin }, lifted) {
  const agent = bundle.agents.find((each) => each.id === agentId);
  if (!agent) return deny("unknown_agent", "The agent is not in the bundle.");
  if (agent.status !== "active") return deny(`agent_${agent.status}`, `The agent is ${agent.status}.`);
  const tool = bundle.tools.find((each) => each.id === toolId);
  if (!tool) return deny("unknown_tool", "The tool is not in the bundle.");
  if (tool.pin !== null && seenPin !== undefined && seenPin !== "unseen" && seenPin !== tool.pin)
    return deny("tool_pin_changed", "The tool is not as it was approved.");
  if (hasForbiddenName(args)) return deny("arguments_unrepresentable", "The arguments hold a name that is not data.");
  if (tool.inputSchema !== null) return deny("arguments_invalid", "This point cannot check arguments by a schema.");
  const policies = bundle.policies.filter((policy) => policy.mode === "enforce");
  const matched = policies.map((policy) => ({ policy, applies: applies(policy.cedar, agent, tool) }));
  const unread = matched.filter(({ applies: answer }) => answer === null).map(({ policy }) => policy.id);
  if (unread.length > 0) return deny("evaluation_error", "A policy cannot be read by this point.", unread);
  const hit = matched.filter(({ applies: answer }) => answer).map(({ policy }) => policy);
  const forbids = hit.filter((policy) => policy.effect === "forbid");
  const plain = forbids.filter((policy) => policy.checkpoint === null);
  if (plain.length > 0) return deny("forbidden", "Policy forbids it.", ids(plain));
  const permits = hit.filter((policy) => policy.effect === "permit");
  if (permits.length === 0) return deny("no_permit", "No policy permits it.");
  const held = forbids.filter((policy) => !lifted.includes(policy.checkpoint));
  if (held.length === 0)
    return { effect: "allow", code: "permitted", reason: "Policy permits it.", policies: ids(permits), rules: [] };
  const rules = [...new Set(held.map((policy) => policy.checkpoint))];
  return { effect: "hold", code: "checkpoint_required", reason: "People decide.", policies: ids(held), rules };
}

const ids = (policies) => policies.map((policy) => policy.id);

/** True, false, or null when this point cannot tell. */
function applies({ principal, action, resource, conditions }, agent, tool) {
  if (conditions.length > 0) return null;
  const parts = [
    inScope(principal, "Agent", [agent.id]),
    inScope(action, "Action", [tool.id, tool.operationClass]),
    inScope(resource, "Server", [tool.server]),
  ];
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function inScope(scope, type, names) {
  if (scope.op === "All") return true;
  const { entity } = scope;
  if (!entity || entity.type !== type) return null;
  if (scope.op === "==") return entity.id === names[0];
  return scope.op === "in" ? names.includes(entity.id) : null;
}

function hasForbiddenName(value) {
  if (typeof value !== "object" || value === null) return false;
  const names = ["__proto__", "constructor", "prototype"];
  if (Object.keys(value).some((name) => names.includes(name))) return true;
  return Object.values(value).some(hasForbiddenName);
}
