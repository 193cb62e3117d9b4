/** Puts messages into the outbox, in the transaction of what they tell: rolled back with it, and never lost after it. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notifying } from "@/lib/db/notify";
import { newId } from "@/lib/shared/ids";
import { isOfCall, MessageFacts, type MessageKind, type SubjectKind } from "./contract";

export type ToTell = {
  kind: MessageKind;
  /** Ids of people. Whoever is not an active person of the organisation is passed over. */
  people: readonly string[];
  subject: { kind: SubjectKind; id: string };
  /** Tells apart what is said more than once of one subject: "1" for the first reminder, "2" for the second. */
  step?: string;
  facts: MessageFacts;
};

/** The same kind, subject, step and person is told once, however often this is called. Returns how many rows are new. */
export async function queueMessage(tx: TxCtx, { kind, people, subject, step = "", facts }: ToTell): Promise<number> {
  const userIds = [...new Set(people)];
  if (userIds.length === 0) return 0;
  const ids = userIds.map(() => newId("message", tx.now.getTime()));
  const held = JSON.stringify(MessageFacts.parse(facts));
  const agentId = isOfCall(facts) ? facts.agentId : null;
  const wake = notifying(tx.orgId, "messages", Prisma.sql`${subject.id}`);
  const [row] = await tx.db.$queryRaw<{ added: number }[]>(Prisma.sql`
    WITH added AS (
      INSERT INTO "Message" ("id", "orgId", "kind", "subjectKind", "subjectId", "step", "userId", "agentId", "facts", "createdAt", "queuedAt", "dueAt")
      SELECT given."id", ${tx.orgId}, ${kind}, ${subject.kind}, ${subject.id}, ${step}, person."id", ${agentId},
        ${held}::jsonb, ${tx.now}, ${tx.now}, ${tx.now}
      FROM unnest(${ids}::text[], ${userIds}::text[]) AS given("id", "userId")
      JOIN "User" person ON person."id" = given."userId" AND person."orgId" = ${tx.orgId} AND person."status" = 'active'
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT "added", (SELECT ${wake} WHERE "added" > 0)
    FROM (SELECT count(*)::int AS "added" FROM added) counted`);
  return row?.added ?? 0;
}

/** Everybody to whom something about the subject was sent, or is to be. */
export async function peopleTold(
  tx: TxCtx,
  subject: { kind: SubjectKind; id: string },
  kinds: readonly MessageKind[],
): Promise<string[]> {
  const rows = await tx.db.message.findMany({
    where: {
      orgId: tx.orgId,
      subjectKind: subject.kind,
      subjectId: subject.id,
      kind: { in: [...kinds] },
      status: { in: ["waiting", "sent"] },
    },
    select: { userId: true },
    distinct: ["userId"],
  });
  return rows.map(({ userId }) => userId);
}
