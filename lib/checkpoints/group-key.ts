/** Requests of one agent and tool, through the same agents, whose arguments have one shape: the same members with the same kinds of values. */
import { canonicalJson, digestOf, type Json } from "@/sdk/canonical";
import type { Action } from "@/sdk/wire/action";

/** The kinds of the values without the values. What kinds a list holds counts; how many of each does not. */
export function shapeOf(value: Json): Json {
  if (Array.isArray(value)) {
    const shapes = new Map(value.map(shapeOf).map((shape) => [canonicalJson(shape), shape]));
    return [...shapes].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, shape]) => shape);
  }
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shapeOf(each)]));
}

export const groupKeyOf = ({
  agent,
  chain,
  tool,
  arguments: args,
}: Pick<Action, "agent" | "chain" | "tool" | "arguments">): string =>
  digestOf([agent, tool, shapeOf(args), ...(chain.length > 0 ? [[...chain]] : [])]);
