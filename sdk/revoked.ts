/** Standing orders by scope: which call they block, and how they are named to people. Used by points and by the console. */

import { printable } from "./pep/printable.ts";
import { toolParts } from "./tool-name.ts";
import type { RevokedScope } from "./wire/protocol.ts";

/** What of a call decides whether a standing order blocks it. */
export type ScopedCall = {
  agentId: string;
  tool: string;
  chain?: readonly string[] | undefined;
  credential?: string | undefined;
};

/** The same scope, however often it is said. */
export function scopeKey(scope: RevokedScope): string {
  switch (scope.kind) {
    case "everything":
      return "everything";
    case "provider":
      return `provider ${foldedProvider(scope.provider)}`;
    case "server":
      return `server ${scope.server}`;
    case "tool":
      return `tool ${scope.tool}`;
    case "credential":
      return `credential ${scope.credential}`;
    case "delegation":
      return `delegation ${JSON.stringify([scope.from, scope.to])}`;
  }
}

/** An agent's provider; null when it is not known, and then it may be any. */
export type ProviderOf = (agentId: string) => string | null;

export function blocksCall(scope: RevokedScope, call: ScopedCall, providerOf: ProviderOf): boolean {
  switch (scope.kind) {
    case "everything":
      return true;
    case "provider":
      return principalsOf(call).some((agent) => runsOn(scope.provider, providerOf(agent)));
    case "server":
      return toolParts(call.tool).server === scope.server;
    case "tool":
      return call.tool === scope.tool;
    case "credential":
      return call.credential === scope.credential;
    case "delegation":
      return passesEdge(call, scope);
  }
}

/** Of several orders that block the call, the first. */
export function revokedBy(
  scopes: Iterable<RevokedScope>,
  call: ScopedCall,
  providerOf: ProviderOf,
): RevokedScope | null {
  for (const scope of scopes) if (blocksCall(scope, call, providerOf)) return scope;
  return null;
}

/** The sentence with which a call is refused. */
export function revokedReason(scope: RevokedScope): string {
  switch (scope.kind) {
    case "everything":
      return "Everything is stopped by an order: no agent may call any tool.";
    case "provider":
      return `The provider ${named(scope.provider)} is stopped by an order, and with it every agent that runs on it, or of which nobody knows on what it runs.`;
    case "server":
      return `The server ${named(scope.server)} is stopped by an order, with all its tools.`;
    case "tool":
      return `The tool ${named(scope.tool)} is stopped by an order.`;
    case "credential":
      return `The credential ${named(scope.credential)} is revoked.`;
    case "delegation":
      return `Agent ${named(scope.from)} may no longer act through agent ${named(scope.to)}: the delegation is revoked.`;
  }
}

const named = (text: string): string => `"${printable(text, 200)}"`;

/** People write a provider's name as they like; an order must not miss one for a capital letter. */
const foldedProvider = (provider: string): string => provider.trim().toLowerCase();

const runsOn = (stopped: string, provider: string | null): boolean =>
  provider === null || foldedProvider(provider) === foldedProvider(stopped);

/** Everyone on whose word the call is made: the chain, nearest last, and the agent that makes it as its end. */
export function principalsOf({ chain = [], agentId }: Pick<ScopedCall, "chain" | "agentId">): readonly string[] {
  // A caller outside TypeScript may pass anything as a chain; what is not one is refused further on.
  return Array.isArray(chain) && chain.length > 0 ? [...chain, agentId] : [agentId];
}

function passesEdge(call: ScopedCall, { from, to }: { from: string; to: string }): boolean {
  const path = principalsOf(call);
  return path.some((agent, index) => agent === from && path[index + 1] === to);
}
