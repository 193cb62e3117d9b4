/** Private to this folder: what claiming, putting aside and handing over share. They decide nothing and give no authority. */
import { type Ctx, databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { Marks } from "./contract";
import { type Voter, voterById } from "./electorate";
import { marksOf, noMarks } from "./marks";
import { approversOf, type Row, readRow, readSubject, stagesNow } from "./rows";
import { cannotDecide } from "./rules";
import { closedSentence } from "./show-checkpoint";
import { voterOf, votersOf } from "./voters";

export function personAsking({ actor }: Ctx): { id: string; name: string } {
  if (actor.kind === "user") return actor;
  throw new Refusal("forbidden", "Work is shared out among people: sign in to the console in a browser.");
}

export type Shared = {
  row: Row;
  me: { id: string; name: string };
  now: Date;
  /** Why somebody cannot decide it; null when they can. */
  whyNot: (userId: string) => string | null;
};

/** An open request that the asking person could decide. */
export async function openToMe(tx: TxCtx, id: string): Promise<Shared> {
  const row = await readRow(tx, id);
  const { id: userId, name } = personAsking(tx);
  const now = await databaseNow(tx.db);
  if (row.status !== "pending") throw new Refusal("already_decided", closedSentence(row, now));
  if (row.expiresAt <= now) throw new Refusal("expired", closedSentence(row, now));
  const voters = await votersOf(tx, now);
  const agent = await readSubject(tx, row);
  const can = (voter: Voter | null) => cannotDecide(voter, stagesNow(row, now), approversOf(row, voters), agent);
  const why = can(voterOf(tx.actor, voters));
  if (why) throw new Refusal("forbidden", why);
  return {
    row,
    me: { id: userId, name },
    now,
    whyNot: (other) => can(voterById(voters, other)),
  };
}

export const marksNow = async (tx: TxCtx, id: string): Promise<Marks> =>
  (await marksOf(tx, [id], tx.now)).get(id) ?? noMarks;
