import { command } from "@/lib/audit/command";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { checkDependencies, checkDue, checkOwner } from "./check-task";
import { dateOf, lockActivePlan } from "./rows";
import { planTasks, showTask } from "./show-tasks";
import { addTaskOp, MOST_TASKS } from "./task-contract";

export const addTask = command(addTaskOp, async (tx, { sprint, title, detail, dueOn, ownerId, dependsOn }) => {
  const plan = await lockActivePlan(tx);
  const all = await planTasks(tx, plan.id);
  if (all.length >= MOST_TASKS) throw new Refusal("conflict", `A plan has at most ${MOST_TASKS} tasks.`);
  const id = newId("planTask", tx.now.getTime());
  const owner = await checkOwner(tx, ownerId);
  checkDue(plan, dueOn, tx.now);
  const given = { id, title, dependsOn: [...new Set(dependsOn)] };
  checkDependencies(given, all);
  const due = dateOf(dueOn);
  const position = Math.max(-1, ...all.map((one) => one.position)) + 1;
  const row = { ...given, orgId: tx.orgId, planId: plan.id, sprint, position, detail, ownerId };
  await tx.db.planTask.create({
    data: { ...row, dueOn: due, firstDueOn: due, createdAt: tx.now, updatedAt: tx.now },
  });
  return {
    result: (ctx) => showTask(ctx, plan, id, tx.now),
    event: {
      action: "planTask.added",
      target: { kind: "planTask", id, name: title },
      detail: { plan: plan.id, sprint, dueOn, owner, dependsOn: given.dependsOn },
    },
  };
});
