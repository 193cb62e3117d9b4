/** Private to this folder: what waits in one organisation's outbox, with all that decides whether it goes out. */
import type { Db } from "@/lib/db/client";
import type { MessagePreference, Message as MessageRow, User } from "@/lib/db/generated/client";
import { asking, isOfCall, MessageFacts, MessageKind } from "@/lib/messages/contract";
import { everything, type Recent, type Waiting, WINDOW_MS } from "@/lib/messages/rules";

type PersonRow = Pick<User, "id" | "email" | "status" | "demo"> & { messagePreference: MessagePreference | null };
export type WaitingRow = MessageRow & { user: PersonRow };
export type Loaded = { row: WaitingRow; facts: MessageFacts; waiting: Waiting };

const MOST_AT_ONCE = 500;
const person = { select: { id: true, email: true, status: true, demo: true, messagePreference: true } } as const;

export async function loadWaiting(db: Db, orgId: string, now: Date): Promise<Loaded[]> {
  const rows: WaitingRow[] = await db.message.findMany({
    where: { orgId, status: "waiting", dueAt: { lte: now } },
    include: { user: person },
    orderBy: [{ queuedAt: "asc" }, { id: "asc" }],
    take: MOST_AT_ONCE,
  });
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map(({ subjectId }) => subjectId))];
  const [open, votes, told] = await Promise.all([
    db.checkpoint.findMany({
      where: { orgId, id: { in: ids }, status: "pending", expiresAt: { gt: now } },
      select: { id: true },
    }),
    db.checkpointDecision.findMany({
      where: { orgId, checkpointId: { in: ids } },
      select: { checkpointId: true, personId: true },
    }),
    db.message.findMany({
      where: { orgId, subjectKind: "checkpoint", subjectId: { in: ids }, kind: { in: [...asking] }, status: "sent" },
      select: { subjectId: true, userId: true },
    }),
  ]);
  const openIds = new Set(open.map(({ id }) => id));
  const voted = new Set(votes.map(({ checkpointId, personId }) => pair(checkpointId, personId)));
  const asked = new Set(told.map(({ subjectId, userId }) => pair(subjectId, userId)));
  return rows.map((row) => {
    const facts = MessageFacts.parse(row.facts);
    const key = pair(row.subjectId, row.userId);
    const waiting: Waiting = {
      kind: MessageKind.parse(row.kind),
      riskTier: isOfCall(facts) ? facts.riskTier : null,
      queuedAt: row.queuedAt,
      preference: row.user.messagePreference ?? everything,
      madeUp: row.user.demo,
      active: row.user.status === "active",
      open: openIds.has(row.subjectId),
      voted: voted.has(key),
      asked: asked.has(key),
    };
    return { row, facts, waiting };
  });
}

const pair = (subject: string, userId: string): string => `${subject} ${userId}`;

export async function loadRecent(db: Db, orgId: string, userIds: readonly string[], now: Date): Promise<Recent[]> {
  const rows = await db.message.findMany({
    where: {
      orgId,
      userId: { in: [...new Set(userIds)] },
      status: "sent",
      endedAt: { gt: new Date(now.getTime() - WINDOW_MS) },
    },
    select: { userId: true, agentId: true, mailId: true, endedAt: true },
  });
  return rows.map(({ endedAt, ...row }) => ({ ...row, at: endedAt ?? now }));
}
