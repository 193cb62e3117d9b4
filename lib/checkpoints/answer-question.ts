import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { eventOf } from "./decide-checkpoint";
import { answerQuestionOp } from "./question-contract";
import { readyToSpeak, showQuestions } from "./remarks";
import { readRow } from "./rows";

export const answerQuestion = command(answerQuestionOp, async (ctx, { id, questionId, text }) => {
  const { row, now } = await readyToSpeak(ctx, id);
  const question = { id: questionId, checkpointId: id, orgId: ctx.orgId, questionId: null };
  if ((await ctx.db.checkpointRemark.count({ where: question })) === 0) throw notFound("question");
  const author = { authorKind: "person", authorId: ctx.actor.id, authorName: ctx.actor.name };
  await ctx.db.checkpointRemark.create({
    data: {
      id: newId("remark", now.getTime()),
      checkpointId: id,
      orgId: ctx.orgId,
      questionId,
      ...author,
      text,
      at: now,
    },
  });
  return {
    result: async (after) => showQuestions(after, await readRow(after, id)),
    event: eventOf(row, "checkpoint.answered", { question: questionId, text, by: "person" }),
  };
});
