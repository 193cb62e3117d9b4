import { command } from "@/lib/audit/command";
import { storable } from "@/lib/audit/record";
import { databaseNow } from "@/lib/db/ctx";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { eventOf } from "./decide-checkpoint";
import { reportAnswerOp } from "./question-contract";
import { lockCheckpoint } from "./rows";
import { closedSentence } from "./show-checkpoint";

/** The agent's own words, kept as such. Sent again, they are passed over. */
export const reportAnswer = command(reportAnswerOp, async (ctx, { id, questionId, text }) => {
  const row = await lockCheckpoint(ctx, id);
  if (row.pepId !== ctx.actor.id) throw notFound("checkpoint request");
  const now = await databaseNow(ctx.db);
  if (row.status !== "pending" || row.expiresAt <= now) throw new Refusal("already_decided", closedSentence(row, now));
  const where = { checkpointId: id, orgId: ctx.orgId };
  const question = await ctx.db.checkpointRemark.count({ where: { ...where, id: questionId, toAgent: true } });
  if (question === 0) throw notFound("question");
  const before = await ctx.db.checkpointRemark.count({ where: { ...where, questionId, authorKind: "agent" } });
  if (before > 0) return { result: { accepted: false }, event: "repetition" };
  const said = storable(text);
  const author = { authorKind: "agent", authorId: row.agentId, authorName: row.agentName };
  await ctx.db.checkpointRemark.create({
    data: { id: newId("remark", now.getTime()), ...where, questionId, ...author, text: said, at: now },
  });
  return {
    result: { accepted: true },
    event: eventOf(row, "checkpoint.answered", { question: questionId, text: said, by: "agent" }),
  };
});
