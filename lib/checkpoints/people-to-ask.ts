/** Whom a request is put to at a moment: people who could still bring it forward. Keys are no people, so nobody writes to them. */
import type { TxCtx } from "@/lib/db/ctx";
import { everyPerson } from "./electorate";
import { approversOf, type Row, readSubject, stagesNow } from "./rows";
import { cannotDecide, filledStages, inStage } from "./rules";
import { votersOf } from "./voters";

/** People as they stand `now`; the groups as they were asked at another moment, where one is given. */
export async function peopleToAsk(tx: TxCtx, row: Row, now: Date, groupsAt: Date = now): Promise<string[]> {
  const all = await votersOf(tx, now);
  const agent = await readSubject(tx, row);
  const stages = stagesNow(row, groupsAt);
  const approvers = approversOf(row, all);
  const filled = filledStages(stages, approvers, agent);
  const waiting = stages.filter(({ need }, index) => (filled[index] ?? 0) < need);
  return everyPerson(all)
    .filter((voter) => cannotDecide(voter, stages, approvers, agent) === null)
    .filter((voter) => waiting.some((stage) => inStage(voter, stage, agent)))
    .map(({ id }) => id);
}
