/** Which ring a point is in. Pure. */
import { sha256 } from "@/sdk/canonical";
import type { Ring, RingMembers } from "./ring-contract";

/** A point, with what is known of the agents that it may act for; none: it may act for every agent. */
export type RingPoint = { id: string; agents: readonly { environment: string; team: string }[] };

const PARTS = 10_000;

/** A number from 0 to below 100 that a point keeps for life, whatever happens to the fleet. */
export const shareOf = (pointId: string): number =>
  (Number.parseInt(sha256(`ring ${pointId}`).slice("sha256:".length, "sha256:".length + 12), 16) % PARTS) /
  (PARTS / 100);

/** Counted from 0. What fits none is in the last. */
export function ringOf(rings: readonly Ring[], point: RingPoint): number {
  const found = rings.findIndex(({ members }) => isIn(members, point));
  return found === -1 ? rings.length - 1 : found;
}

function isIn({ points, environments, teams, percent }: RingMembers, { id, agents }: RingPoint): boolean {
  if (points.includes(id) || shareOf(id) < percent) return true;
  if (agents.length === 0) return false;
  const all = (words: readonly string[], word: "environment" | "team") =>
    words.length > 0 && agents.every((agent) => words.includes(agent[word]));
  return all(environments, "environment") || all(teams, "team");
}
