/** The same edit of several agents, as the edit of each. Pure. */
import type { Agent } from "./contract";
import type { BulkChange } from "./edit-contract";
import { distinctTags } from "./rules";

type Facts = Omit<BulkChange, "addTags" | "removeTags">;

export function editFor(agent: Pick<Agent, "tags">, change: BulkChange): Facts & { tags?: string[] } {
  const { addTags = [], removeTags = [], ...facts } = change;
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  if (addTags.length + removeTags.length === 0) return given;
  const gone = new Set(removeTags.map((tag) => tag.toLowerCase()));
  return { ...given, tags: distinctTags([...agent.tags.filter((tag) => !gone.has(tag.toLowerCase())), ...addTags]) };
}
