/** Signed-off delegations, where a decision finds them at once. */
import type { BundleAgent } from "../wire/bundle.ts";
import { quote } from "./quote.ts";

export interface LoadedEdge {
  readonly operationClasses: ReadonlySet<string>;
  readonly dataClasses: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export type Edges = ReadonlyMap<string, LoadedEdge>;

const NONE: Edges = new Map();

/** By the agent that is acted through. Throws when there are two edges to one agent: nobody could say which counts. */
export function loadEdges({ id, delegations }: BundleAgent): Edges {
  if (!delegations || delegations.length === 0) return NONE;
  const edges = new Map<string, LoadedEdge>();
  for (const { to, operationClasses, dataClasses, until } of delegations) {
    if (edges.has(to)) throw new Error(`The agent ${quote(id)} has two delegations to ${quote(to)}.`);
    edges.set(to, {
      operationClasses: new Set(operationClasses),
      dataClasses: new Set(dataClasses),
      until: Date.parse(until),
    });
  }
  return edges;
}
