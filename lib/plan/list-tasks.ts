import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { activePlan, loadPlan } from "./rows";
import { showTasks } from "./show-tasks";
import { listTasksOp, type Task, type TaskFilters } from "./task-contract";

export const listTasks = query(listTasksOp, async (ctx, { planId, ...filters }) => {
  const plan = planId === undefined ? await activePlan(ctx) : await loadPlan(ctx, planId);
  if (!plan) return { items: [], total: 0 };
  const tasks = await showTasks(ctx, plan, await databaseNow(ctx.db));
  return { items: tasks.filter((task) => matches(task, filters)), total: tasks.length };
});

const matches = (task: Task, { sprint, status, owner }: TaskFilters): boolean =>
  (sprint === undefined || task.sprint === sprint) &&
  (status === undefined || task.status === status) &&
  (owner === undefined || (owner === "none" ? task.owner === null : task.owner?.id === owner));
