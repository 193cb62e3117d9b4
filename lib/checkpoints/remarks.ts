/** Private to this folder: what was asked and answered about a request. */
import { RecordedRefusal } from "@/lib/audit/command";
import { type Ctx, databaseNow, rolesOf, type TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { can } from "@/lib/shared/permissions";
import type { Question } from "@/sdk/wire/question";
import { eventOf } from "./decide-checkpoint";
import { cannotSpeak } from "./may-speak";
import type { QuestionList } from "./question-contract";
import { lockCheckpoint, type Row } from "./rows";
import { closedSentence } from "./show-checkpoint";

/** More than this on one request is no question any more. */
const MOST_REMARKS = 50;

export async function showQuestions(ctx: Ctx, row: Row): Promise<QuestionList> {
  const remarks = await ctx.db.checkpointRemark.findMany({
    where: { checkpointId: row.id, orgId: ctx.orgId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  const shown = remarks.map(({ id, questionId, authorKind, authorName, toAgent, text, at }) => ({
    id,
    questionId,
    authorKind: authorKind === "agent" ? ("agent" as const) : ("person" as const),
    authorName,
    toAgent,
    text,
    at: at.toISOString(),
  }));
  const now = await databaseNow(ctx.db);
  const closed = row.status === "pending" && row.expiresAt > now ? null : closedSentence(row, now);
  const role = can(rolesOf(ctx.actor), "checkpoint:decide") ? null : "Your role does not decide about requests.";
  const cannot = closed ?? role ?? (await cannotSpeak(ctx, row));
  return {
    questions: shown
      .filter(({ questionId }) => questionId === null)
      .map((question) => ({ ...question, answers: shown.filter(({ questionId }) => questionId === question.id) })),
    cannotAsk: cannot,
    cannotAnswer: cannot,
    agentCanBeAsked: row.accepts.includes("questions"),
  };
}

/** Locks the request and refuses whoever has no say in it, and whatever comes too late. */
export async function readyToSpeak(tx: TxCtx, id: string): Promise<{ row: Row; now: Date }> {
  const row = await lockCheckpoint(tx, id);
  const now = await databaseNow(tx.db);
  if (row.status !== "pending") throw new Refusal("already_decided", closedSentence(row, now));
  if (row.expiresAt <= now) throw new Refusal("expired", closedSentence(row, now));
  const cannot = await cannotSpeak(tx, row);
  if (cannot) throw new RecordedRefusal("forbidden", cannot, eventOf(row, "checkpoint.refused", { code: "forbidden" }));
  const said = await tx.db.checkpointRemark.count({ where: { checkpointId: id, orgId: tx.orgId } });
  if (said >= MOST_REMARKS)
    throw new Refusal("rate_limited", `There are ${said} questions and answers already: decide, or deny and talk.`, {
      retryAfterSeconds: 3600,
    });
  return { row, now };
}

/** What the agent was asked and has not answered. */
export async function questionsToAgent(ctx: Ctx, row: Row): Promise<Question[]> {
  const remarks = await ctx.db.checkpointRemark.findMany({
    where: { checkpointId: row.id, orgId: ctx.orgId, OR: [{ toAgent: true }, { authorKind: "agent" }] },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  const answered = new Set(remarks.flatMap(({ authorKind, questionId }) => (authorKind === "agent" ? questionId : [])));
  return remarks.flatMap(({ id, toAgent, text }) => (toAgent && !answered.has(id) ? { id, text } : []));
}
