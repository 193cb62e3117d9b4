/** Private to this folder: stored tasks as the contract shows them, with their owners and what they wait for. */
import type { Ctx } from "@/lib/db/ctx";
import type { Plan as PlanRow, PlanTask } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { dayOf } from "./rows";
import { dayIn, daysBetween } from "./rules";
import { type Task, TaskStatus } from "./task-contract";

export const isClosed = (status: string): boolean => status === "done" || status === "not_needed";

export const planTasks = (ctx: Ctx, planId: string): Promise<PlanTask[]> =>
  ctx.db.planTask.findMany({
    where: { orgId: ctx.orgId, planId },
    orderBy: [{ sprint: "asc" }, { dueOn: "asc" }, { position: "asc" }],
  });

/** All tasks of a plan, in their order. */
export async function showTasks(ctx: Ctx, plan: PlanRow, now: Date): Promise<Task[]> {
  const rows = await planTasks(ctx, plan.id);
  const [people, remarks] = await Promise.all([ownersOf(ctx, rows), countRemarks(ctx, plan.id)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const today = dayIn(plan.timeZone, now);
  return rows.map((row): Task => {
    const [dueOn, firstDueOn] = [dayOf(row.dueOn), dayOf(row.firstDueOn)];
    return {
      id: row.id,
      sprint: row.sprint,
      title: row.title,
      detail: row.detail,
      href: row.href,
      owner: row.ownerId === null ? null : (people.get(row.ownerId) ?? { ...gone, id: row.ownerId }),
      dueOn,
      firstDueOn,
      daysLater: daysBetween(firstDueOn, dueOn),
      overdue: !isClosed(row.status) && dueOn < today,
      status: TaskStatus.parse(row.status),
      statusReason: row.statusReason,
      dependsOn: row.dependsOn.flatMap((id) => {
        const other = byId.get(id);
        return other ? [{ id, title: other.title, status: TaskStatus.parse(other.status) }] : [];
      }),
      version: row.version,
      evidence: remarks.get(`${row.id} note`) ?? 0,
      comments: remarks.get(`${row.id} comment`) ?? 0,
    };
  });
}

const gone = { name: "somebody who is gone", active: false };

async function ownersOf(ctx: Ctx, rows: readonly PlanTask[]) {
  const people = await ctx.db.user.findMany({
    where: { orgId: ctx.orgId, id: { in: rows.flatMap(({ ownerId }) => ownerId ?? []) } },
    select: { id: true, name: true, status: true },
  });
  return new Map(people.map(({ id, name, status }) => [id, { id, name, active: status === "active" }]));
}

/** By task and whether it is a comment; notes and links are both evidence. */
async function countRemarks(ctx: Ctx, planId: string): Promise<Map<string, number>> {
  const rows = await ctx.db.planRemark.groupBy({
    by: ["taskId", "kind"],
    where: { orgId: ctx.orgId, task: { planId } },
    _count: { _all: true },
  });
  const counts = new Map<string, number>();
  for (const { taskId, kind, _count } of rows) {
    const key = `${taskId} ${kind === "comment" ? "comment" : "note"}`;
    counts.set(key, (counts.get(key) ?? 0) + _count._all);
  }
  return counts;
}

export async function showTask(ctx: Ctx, plan: PlanRow, id: string, now: Date): Promise<Task> {
  const task = (await showTasks(ctx, plan, now)).find((one) => one.id === id);
  if (!task) throw notFound("task");
  return task;
}
