/**
 * Private to this folder: a roll-out that is halted or rolled back is a finding, which chats and SIEMs are told, and a message to
 * whoever asked for it and whoever let it go. In the transaction of what it tells.
 */
import type { TxCtx } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { queueMessage } from "@/lib/messages/queue-message";
import { type Row, targetOf } from "./rows";

type Stop = {
  how: "halted" | "rolledBack";
  /** The threshold that was crossed, the tests that failed, or a person who said so. */
  by: "threshold" | "tests" | "person";
  why: string;
};
const severities = { threshold: "high", tests: "medium", person: "low" } as const;
const words = {
  halted: {
    kind: "rollOut.halted",
    title: "A roll-out was halted",
    mend: "Look at why, then let it go on or roll it back.",
  },
  rolledBack: {
    kind: "rollOut.rolledBack",
    title: "A roll-out was rolled back",
    mend: "Look at the calls that it decided otherwise, mend the draft, and roll that out.",
  },
} as const;

export async function announceStop(tx: TxCtx, row: Row, { how, by, why }: Stop): Promise<void> {
  const { kind, title, mend } = words[how];
  if (how === "rolledBack") await clearHalted(tx, row, "It was rolled back.");
  await raiseFinding(tx, {
    kind,
    severity: severities[by],
    subject: targetOf(row),
    title: `${title}. ${why}`,
    mend,
    detail: { by, why, revision: row.revision },
  });
  await queueMessage(tx, {
    kind: "rollOut",
    // Whoever does it knows.
    people: [row.askedById, row.startedById].flatMap((id) => (id === null || id === tx.actor.id ? [] : id)),
    subject: { kind: "rollOut", id: row.id },
    // It may be halted more than once.
    step: `${how} ${tx.now.toISOString()}`,
    facts: { revision: row.revision, stopped: how, ring: row.rings[row.position]?.name ?? "", why },
  });
}

export const clearHalted = (tx: TxCtx, { id }: Pick<Row, "id">, why: string): Promise<boolean> =>
  clearFinding(tx, { kind: "rollOut.halted", subjectId: id, why });
