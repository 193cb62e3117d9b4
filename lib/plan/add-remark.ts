import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { lockTask } from "./check-task";
import { addRemarkOp } from "./task-contract";

/** A task with more is no place to talk any more. */
const MOST_REMARKS = 500;
const words = { comment: "a comment", note: "evidence: a note", link: "evidence: a link" };

export const addRemark = command(addRemarkOp, async (tx, { id: taskId, kind, text }) => {
  const { task } = await lockTask(tx, taskId);
  if ((await tx.db.planRemark.count({ where: { orgId: tx.orgId, taskId } })) >= MOST_REMARKS)
    throw new Refusal("conflict", `A task has at most ${MOST_REMARKS} comments and pieces of evidence.`);
  const id = newId("planRemark", tx.now.getTime());
  const by = { byId: tx.actor.id, byName: tx.actor.name };
  await tx.db.planRemark.create({ data: { id, orgId: tx.orgId, taskId, kind, text, ...by, at: tx.now } });
  return {
    result: { id, kind, text, byName: by.byName, at: tx.now.toISOString() },
    event: {
      action: "planTask.remarked",
      target: { kind: "planTask", id: taskId, name: task.title },
      detail: { remark: id, kind, what: words[kind] },
    },
  };
});
