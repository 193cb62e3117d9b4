// The order of steps for one call: stop orders, revocations, the bundle, the lease, policy. Whatever is missing is a deny.
import { decide } from "./decide.mjs";

const deny = (code, reason) => ({ effect: "deny", code, reason, policies: [], rules: [] });

/** These hold in observe mode too: an order to stop is not a policy on trial. */
const ALWAYS = ["agent_killed", "agent_suspended", "agent_retired", "revoked", "arguments_unrepresentable"];

export function judge(orders, request, lifted = []) {
  const { state } = orders.store;
  const path = [...(request.chain ?? []), request.agentId];
  const stop = state.stopped.find(({ agentId }) => path.includes(agentId));
  if (stop) return deny(`agent_${stop.status}`, `The agent is ${stop.status}.`);
  const { held } = orders;
  const agents = path.map((agentId) => held?.agents.find(({ id }) => id === agentId));
  if (state.revoked.some((scope) => blocks(scope, request, agents))) return deny("revoked", "It was revoked.");
  if (!held) return deny("no_bundle", "There is no bundle to decide by.");
  const offline = Math.min(...agents.map((agent) => (agent ? held.offline[agent.riskTier] : 0)));
  const allowed = Math.max(state.lastWord?.leaseSeconds ?? 0, offline);
  if (orders.silence() > allowed) return deny("lease_expired", "The gateway was not heard for too long.");
  return decide(held, request, lifted);
}

export function enforces(orders, decision) {
  return decision.effect === "allow" || orders.store.state.mode === "enforce" || ALWAYS.includes(decision.code);
}

function blocks(scope, { agentId, tool, credential, chain = [] }, agents) {
  if (scope.kind === "everything") return true;
  if (scope.kind === "provider") return agents.some((agent) => agent?.provider === scope.provider);
  if (scope.kind === "server") return tool.startsWith(`${scope.server}/`);
  if (scope.kind === "tool") return tool === scope.tool;
  if (scope.kind === "credential") return credential === scope.credential;
  const through = [...chain, agentId];
  if (scope.kind === "delegation")
    return through.some((from, place) => from === scope.from && through[place + 1] === scope.to);
  return true;
}
