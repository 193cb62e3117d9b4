/** Private to this folder: what claiming, putting aside and handing over share. They decide nothing and give no authority. */
import { type Ctx, databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { Marks } from "./contract";
import { marksOf, noMarks } from "./marks";
import { approversOf, noOwners, ownershipOf, type Row, readRow, stagesOf } from "./rows";
import { cannotDecide, type Voter } from "./rules";
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
  const voters = await votersOf(tx);
  const agent = (await ownershipOf(tx, [row.agentId])).get(row.agentId) ?? noOwners;
  const can = (voter: Voter | null) => cannotDecide(voter, stagesOf(row), approversOf(row, voters), agent);
  const why = can(voterOf(tx.actor, voters));
  if (why) throw new Refusal("forbidden", why);
  return {
    row,
    me: { id: userId, name },
    now,
    whyNot: (other) => can(voters.get(other) ?? null),
  };
}

export const marksNow = async (tx: TxCtx, id: string): Promise<Marks> => (await marksOf(tx, [id])).get(id) ?? noMarks;
