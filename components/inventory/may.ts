/** Which acts to offer on an agent. The verbs check again: this only keeps pages from offering what would be refused. */
import type { Agent } from "@/lib/inventory/contract";
import { refusalToEdit } from "@/lib/inventory/rules";
import { can, type Role } from "@/lib/shared/permissions";

export type Viewer = { id: string; roles: readonly Role[] };

const isTheirs = (viewer: Viewer, agent: Agent): boolean =>
  refusalToEdit({ personId: viewer.id, roles: viewer.roles }, agent, agent) === null;

export const mayStop = (viewer: Viewer, agent: Agent): boolean =>
  isTheirs(viewer, agent) && can(viewer.roles, "agent:stop");

export function agentActs(viewer: Viewer, agent: Agent) {
  const { status } = agent;
  const theirs = isTheirs(viewer, agent);
  const stops = mayStop(viewer, agent);
  return {
    edit: status !== "retired" && theirs && can(viewer.roles, "agent:edit"),
    suspend: status === "active" && stops,
    kill: (status === "active" || status === "suspended") && stops,
    release: (status === "suspended" || status === "killed") && can(viewer.roles, "agent:release"),
    retire: status !== "retired" && can(viewer.roles, "agent:retire"),
  };
}
export type AgentActs = ReturnType<typeof agentActs>;
