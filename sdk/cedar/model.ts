/**
 * The Cedar model of Gatehouse: what a policy can speak of.
 *
 *     permit(principal in Team::"support", action == Action::"crm/read_contact", resource);
 *
 *     @checkpoint("finance")
 *     forbid(principal, action in Action::"money.move", resource)
 *     when { context.args.amount.greaterThan(decimal("500.00")) };
 *
 * - The **principal** is `Agent::"<agent id>"`. Its attributes are those of {@link AGENT_ATTRIBUTES}; it is a member of
 *   `Team::"<team>"`, `Environment::"<environment>"`, `RiskTier::"<tier>"` and `Provider::"<provider>"`.
 * - The **action** is `Action::"<server>/<tool>"`, a member of `Action::"<operation class>"`.
 * - The **resource** is `Server::"<server>"`, with the attribute `name`.
 * - The **context** is `{ args, onBehalfOf?, chainLength }`: the call's arguments as `arguments.ts` types them, the person for
 *   whom the agent says it acts, and the number of agents through which the call came.
 *
 * Every agent, tool and server of the bundle is in the entity store; any other entity exists by name only.
 *
 * Cedar skips a policy whose condition fails to evaluate, which turns a broken `forbid` into an allow. Gatehouse does not: an
 * evaluation error in any enforced policy whose scope matches the call is a deny.
 */
import type { BundleAgent } from "../wire/bundle.ts";

export const AGENT = "Agent";
export const ACTION = "Action";
export const SERVER = "Server";

export const AGENT_ATTRIBUTES = {
  name: "String",
  riskTier: "String",
  environment: "String",
  provider: "String",
  framework: "String",
  team: "String",
  autonomy: "String",
  dataClasses: "Set<String>",
} as const satisfies { [name in keyof BundleAgent]?: "String" | "Set<String>" };

/** Entity types whose members are agents, and the attribute that says which one an agent belongs to. */
export const AGENT_GROUPS = {
  Team: "team",
  Environment: "environment",
  RiskTier: "riskTier",
  Provider: "provider",
} as const satisfies { [type: string]: keyof BundleAgent };
