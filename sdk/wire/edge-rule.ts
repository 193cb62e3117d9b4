/** The name of the checkpoint on an edge of a chain: what a held decision asks for, and what a grant lifts. */
const PREFIX = "delegation:";

/** Agents' ids are written so that no two edges have one name. */
export const edgeRule = (from: string, to: string): string =>
  `${PREFIX}${encodeURIComponent(from)}:${encodeURIComponent(to)}`;

export const isEdgeRule = (rule: string): boolean => rule.startsWith(PREFIX);
