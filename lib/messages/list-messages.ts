import { query } from "@/lib/audit/query";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { isNotice, isOfCall, listMessagesOp, MessageFacts, MessageKind, MessageStatus, SubjectKind } from "./contract";

/** The newest first. */
export const listMessages = query(listMessagesOp, async (ctx, { cursor, limit, status }) => {
  const after = cursor ? decodeCursor(cursor) : null;
  const where = { orgId: ctx.orgId, ...(status ? { status } : {}) };
  const older = after ? { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] } : {};
  const rows = await ctx.db.message.findMany({
    where: { AND: [where, older] },
    include: { user: { select: { id: true, name: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const facts = MessageFacts.parse(row.facts);
      return {
        id: row.id,
        kind: MessageKind.parse(row.kind),
        subject: { kind: SubjectKind.parse(row.subjectKind), id: row.subjectId },
        person: row.user,
        about: aboutOf(facts),
        status: MessageStatus.parse(row.status),
        reason: row.reason,
        attempts: row.attempts,
        createdAt: row.createdAt.toISOString(),
        dueAt: row.dueAt.toISOString(),
        endedAt: row.endedAt?.toISOString() ?? null,
      };
    }),
    nextCursor: rows.length > limit && last ? encodeCursor({ at: last.createdAt, id: last.id }) : null,
    total: await ctx.db.message.count({ where }),
  };
});

function aboutOf(facts: MessageFacts): string {
  if (isNotice(facts)) return facts.about;
  return isOfCall(facts) ? `${facts.agentName}: ${facts.tool}` : `revision ${facts.revision}, “${facts.ring}”`;
}
