import { command } from "@/lib/audit/command";
import type { Plan as PlanRow } from "@/lib/db/generated/client";
import { replanOp } from "./contract";
import { dateOf, dayOf, lockActivePlan, planTarget, scheduleOf } from "./rows";
import { type Day, dayIn, replannedDay, type Schedule } from "./rules";
import { showPlan } from "./show-plan";
import { checkStart } from "./start-plan";

/** What is still open gets new dates; what is closed keeps its own. Earlier baselines stay, and so does the first date of each task. */
export const replan = command(replanOp, async (tx, { startsOn, reason, ...asked }) => {
  const row = await lockActivePlan(tx);
  const timeZone = asked.timeZone ?? row.timeZone;
  const workingDays = asked.workingDays ?? row.workingDays;
  checkMove(row, startsOn, dayIn(timeZone, tx.now));
  const [before, after]: [Schedule, Schedule] = [scheduleOf(row), { startsOn, workingDays }];
  const tasks = await tx.db.planTask.findMany({ where: { orgId: tx.orgId, planId: row.id } });
  const dates: Record<string, Day> = {};
  let moved = 0;
  for (const task of tasks) {
    const dueOn = dayOf(task.dueOn);
    const closed = task.status === "done" || task.status === "not_needed";
    const next = closed ? dueOn : replannedDay({ ...task, dueOn }, before, after);
    dates[task.id] = next;
    if (next === dueOn) continue;
    moved++;
    const change = { dueOn: dateOf(next), version: task.version + 1, updatedAt: tx.now };
    await tx.db.planTask.update({ where: { id: task.id }, data: change });
  }
  const number = row.baseline + 1;
  const schedule = { startsOn: dateOf(startsOn), timeZone, workingDays };
  const plan = await tx.db.plan.update({ where: { id: row.id }, data: { ...schedule, baseline: number } });
  await tx.db.planBaseline.create({
    data: { planId: row.id, number, orgId: tx.orgId, ...schedule, reason, byName: tx.actor.name, at: tx.now, dates },
  });
  return {
    result: (ctx) => showPlan(ctx, plan, tx.now),
    event: {
      action: "plan.replanned",
      target: planTarget(plan),
      detail: { why: reason, baseline: number, from: before.startsOn, to: startsOn, timeZone, workingDays, moved },
    },
  };
});

/** A running plan moves on from where it began, which is past; what it may not do is begin earlier than today anew. */
function checkMove(row: PlanRow, startsOn: Day, today: Day): void {
  const began = dayOf(row.startsOn);
  checkStart(startsOn, today, began < today ? began : today);
}
