import { command } from "@/lib/audit/command";
import { appendControl } from "@/lib/db/control-log";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { eventOf } from "./decide-checkpoint";
import { askQuestionOp } from "./question-contract";
import { readyToSpeak, showQuestions } from "./remarks";
import { readRow } from "./rows";

/** The agent hears the question and nothing else: neither who asks, nor what people answer each other. */
export const askQuestion = command(askQuestionOp, async (ctx, { id, text, toAgent }) => {
  const { row, now } = await readyToSpeak(ctx, id);
  if (toAgent && !row.accepts.includes("questions"))
    throw new Refusal("conflict", "The program that asked cannot put questions to its agent. Ask its owners.");
  const questionId = newId("remark", now.getTime());
  const author = { authorKind: "person", authorId: ctx.actor.id, authorName: ctx.actor.name };
  await ctx.db.checkpointRemark.create({
    data: { id: questionId, checkpointId: id, orgId: ctx.orgId, ...author, toAgent, text, at: now },
  });
  // No agent stands behind a decoy, and no point is to hear of it.
  if (toAgent && row.decoy === null)
    await appendControl(
      ctx,
      { type: "checkpoint.asked", checkpointId: id, question: { id: questionId, text } },
      row.pepId,
    );
  return {
    result: async (after) => showQuestions(after, await readRow(after, id)),
    event: eventOf(row, "checkpoint.asked", { question: questionId, text, toAgent }),
  };
});
