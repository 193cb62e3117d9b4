/** Private to this folder: what a task of a plan may be given. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import type { Plan as PlanRow, PlanTask } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { lockPlan } from "./rows";
import { cycleFrom, type Day, dayIn, workingDay } from "./rules";

export const invalid = (path: string, message: string) =>
  new Refusal("invalid_input", message, { invalidParams: [{ path, message }] });

export type LockedTask = { plan: PlanRow; task: PlanTask };

/** The task while nothing of its plan can change. */
export async function lockTask(tx: TxCtx, id: string): Promise<LockedTask> {
  const key = { id_orgId: { id, orgId: tx.orgId } };
  const found = await tx.db.planTask.findUnique({ where: key, select: { planId: true } });
  if (!found) throw notFound("task");
  const plan = await lockPlan(tx, found.planId);
  const task = await tx.db.planTask.findUniqueOrThrow({ where: key });
  return { plan, task };
}

/** Refuses whoever is not an active person of this organisation; answers with their name. */
export async function checkOwner(ctx: Ctx, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const person = await ctx.db.user.findUnique({
    where: { id_orgId: { id, orgId: ctx.orgId } },
    select: { name: true, status: true },
  });
  if (person?.status !== "active") {
    throw invalid("ownerId", "The owner of a task must be an active person of this organisation.");
  }
  return person.name;
}

export function checkDue(plan: PlanRow, dueOn: Day, now: Date): void {
  const today = dayIn(plan.timeZone, now);
  if (dueOn < today) throw invalid("dueOn", `${dueOn} is past: in the plan's time zone it is ${today}.`);
  if (workingDay(dueOn, plan.workingDays) !== dueOn) {
    throw invalid(
      "dueOn",
      `${dueOn} is no working day of this plan. The next one is ${workingDay(dueOn, plan.workingDays)}.`,
    );
  }
}

/** `task` as it would be: its dependencies are tasks of the same plan, and none of them waits for it. */
export function checkDependencies(
  task: { id: string; title: string; dependsOn: readonly string[] },
  all: readonly PlanTask[],
): void {
  const missing = task.dependsOn.find((id) => !all.some((one) => one.id === id));
  if (missing) throw invalid("dependsOn", `There is no task ${missing} in this plan.`);
  const cycle = cycleFrom(task.id, [...all.filter(({ id }) => id !== task.id), task]);
  if (cycle) {
    const words = cycle.map((title) => `“${title}”`).join(" waits for ");
    throw invalid("dependsOn", `Tasks cannot wait for each other in a circle: ${words}.`);
  }
}
