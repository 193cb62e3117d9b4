/** Why an organisation's score moved: its agents' changes, gathered by what was the matter with them. Pure. */
import type { Change } from "./diff";
import type { Cause } from "./history-contract";

/** More are no explanation any more: the agents' own changes tell the rest. */
const MOST_CAUSES = 6;

export type Movement = { rose: number; fell: number; causes: Cause[] };

export function movementOf(changes: readonly Change[]): Movement {
  const moves = changes.map((change) => ({ change, by: (change.toScore ?? 0) - (change.fromScore ?? 0) }));
  const moved = moves.filter(({ change }) => change.kind === "moved");
  const groups = new Map<string, Cause>();
  for (const { change, by } of moves) {
    for (const { direction, title, why } of reasonsOf(change, by)) {
      const key = `${direction} ${title}`;
      const group = groups.get(key);
      if (group) group.agents++;
      else {
        const { agentId, agentName } = change;
        groups.set(key, { direction, title, agents: 1, why, agentId, agentName });
      }
    }
  }
  return {
    rose: moved.filter(({ by }) => by > 0).length,
    fell: moved.filter(({ by }) => by < 0).length,
    causes: [...groups.values()].sort(widestFirst).slice(0, MOST_CAUSES),
  };
}

const widestFirst = (a: Cause, b: Cause): number =>
  b.agents - a.agents || (`${a.direction} ${a.title}` < `${b.direction} ${b.title}` ? -1 : 1);

type Reason = Pick<Cause, "direction" | "title" | "why">;

function reasonsOf({ kind, fell, met }: Change, by: number): Reason[] {
  switch (kind) {
    case "first":
      return [{ direction: "joined", title: "Seen for the first time", why: "It is measured since now." }];
    case "returned":
      return [{ direction: "joined", title: "May act again", why: "It may act again." }];
    case "stopped":
      return fell.map(({ why }) => ({ direction: "left", title: "Stopped", why }));
    case "removed":
      return [{ direction: "left", title: "Removed", why: "It is not in the inventory any more." }];
    case "moved": {
      if (by === 0) return [];
      const direction = by < 0 ? "fell" : "rose";
      return (by < 0 ? fell : met).map(({ title, why }) => ({ direction, title, why }));
    }
  }
}
