/** Private to this folder: whom what happens to a leaver's agents is told. */
import type { TxCtx } from "@/lib/db/ctx";
import { confirmersOf } from "@/lib/identity/two-persons";
import type { Notice } from "@/lib/messages/contract";
import { queueMessage } from "@/lib/messages/queue-message";

export type Left = { agentId: string; agentName: string; backupOwnerId: string | null };
type News = {
  notice: Notice;
  person: { id: string; name: string };
  agents: readonly Left[];
  at: Date | null;
  /** What else there is to know, by label. */
  lines?: Record<string, string>;
};

const MOST_NAMED = 5;

/** Security and admins hear of all agents in one message; a backup owner of those that they back up. */
export async function tellOwnership(tx: TxCtx, { notice, person, agents, at, lines = {} }: News): Promise<void> {
  const operators = (await confirmersOf(tx)).map(({ id }) => id);
  const groups = new Map<string, Left[]>(operators.map((id) => [id, [...agents]]));
  for (const agent of agents) {
    const { backupOwnerId: id } = agent;
    if (id === null || operators.includes(id)) continue;
    groups.set(id, [...(groups.get(id) ?? []), agent]);
  }
  for (const [id, own] of groups) {
    await queueMessage(tx, {
      kind: "ownership",
      people: [id],
      subject: { kind: "person", id: person.id },
      step: `${notice} ${tx.now.toISOString()}`,
      facts: {
        notice,
        about: person.name,
        lines: { Agents: namesOf(own), ...(operators.includes(id) ? lines : {}) },
        at: at?.toISOString() ?? null,
        path: `/agents/owners/${person.id}`,
      },
    });
  }
}

function namesOf(agents: readonly Left[]): string {
  const names = agents.slice(0, MOST_NAMED).map(({ agentName }) => agentName.slice(0, 60));
  const more = agents.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Rows of one person together, in the order of the rows. */
export function byPerson<Row extends { personId: string; personName: string }>(rows: readonly Row[]) {
  const groups = new Map<string, { person: { id: string; name: string }; rows: Row[] }>();
  for (const row of rows) {
    const group = groups.get(row.personId) ?? { person: { id: row.personId, name: row.personName }, rows: [] };
    group.rows.push(row);
    groups.set(row.personId, group);
  }
  return [...groups.values()];
}
