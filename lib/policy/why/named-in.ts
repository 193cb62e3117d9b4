/** What a policy names, by Cedar's JSON policy format. Pure. */
import type { Json } from "@/sdk/canonical";
import { AGENT_GROUPS } from "@/sdk/cedar/model";

/** Attributes by which a scope or condition names groups of agents. */
export function groupsNamed(cedar: Json): string[] {
  const found = new Set<string>();
  visit(cedar, (node) => {
    const group =
      typeof node.type === "string" ? Object.entries(AGENT_GROUPS).find(([type]) => type === node.type) : null;
    if (group && typeof node.id === "string") found.add(group[1]);
  });
  return [...found];
}

/** Texts that a policy names: ids of entities and values. */
export function textsIn(cedar: Json): string[] {
  const found = new Set<string>();
  visit(cedar, (node) => {
    if (typeof node.id === "string" && typeof node.type === "string") found.add(node.id);
    if (typeof node.Value === "string") found.add(node.Value);
  });
  return [...found];
}

export function visit(node: Json | undefined, look: (node: { [key: string]: Json }) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, look);
  else if (typeof node === "object" && node !== null) {
    look(node);
    for (const value of Object.values(node)) visit(value, look);
  }
}
