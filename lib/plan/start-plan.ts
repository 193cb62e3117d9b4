import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { startPlanOp } from "./contract";
import { activePlan, dateOf, dayOf, planTarget } from "./rows";
import { addDays, type Day, dayIn, dueDay, FURTHEST_START_DAYS, type Schedule } from "./rules";
import { showPlan } from "./show-plan";
import { TEMPLATE, templateTasks } from "./template";

export const startPlan = command(startPlanOp, async (tx, { startsOn, timeZone, workingDays }) => {
  checkStart(startsOn, dayIn(timeZone, tx.now));
  await refuseSecond(tx);
  const id = newId("plan", tx.now.getTime());
  const schedule = { startsOn: dateOf(startsOn), timeZone, workingDays };
  const plan = await tx.db.plan.create({
    data: { id, orgId: tx.orgId, template: TEMPLATE, ...schedule, startedByName: tx.actor.name, startedAt: tx.now },
  });
  const tasks = tasksOf(tx, id, { startsOn, workingDays });
  await tx.db.planTask.createMany({ data: tasks });
  await tx.db.planBaseline.create({
    data: {
      planId: id,
      number: 1,
      orgId: tx.orgId,
      ...schedule,
      byName: tx.actor.name,
      at: tx.now,
      dates: Object.fromEntries(tasks.map((task) => [task.id, dayOf(task.dueOn)])),
    },
  });
  return {
    result: (ctx) => showPlan(ctx, plan, tx.now),
    event: {
      action: "plan.started",
      target: planTarget(plan),
      detail: { startsOn, timeZone, workingDays, template: TEMPLATE, tasks: tasks.length },
    },
  };
});

/** Refuses a first day that is over, or too far ahead to be meant. */
export function checkStart(startsOn: Day, today: Day, earliest: Day = today): void {
  const refuse = (message: string) =>
    new Refusal("invalid_input", message, { invalidParams: [{ path: "startsOn", message }] });
  if (startsOn < earliest) {
    const from = earliest < today ? `on ${earliest}, when it began,` : "today";
    throw refuse(`${startsOn} is past: in the plan's time zone it is ${today}. Start ${from} or later.`);
  }
  if (startsOn > addDays(today, FURTHEST_START_DAYS)) throw refuse("A plan starts within a year.");
}

/** Two who start at once are told apart by the lock; the index behind it would not say why. */
async function refuseSecond(tx: TxCtx): Promise<void> {
  await tx.db.$queryRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} plan`}, 0))::text`);
  if (await activePlan(tx)) {
    throw new Refusal("conflict", "A plan is active already. End it with a reason, or plan it anew.");
  }
}

function tasksOf(tx: TxCtx, planId: string, schedule: Schedule) {
  const ids = new Map(templateTasks.map(({ key }) => [key, newId("planTask", tx.now.getTime())]));
  return templateTasks.map(({ key, sprint, day, title, detail, href, dependsOn }, position) => {
    const dueOn = dateOf(dueDay(schedule, sprint, day));
    return {
      id: ids.get(key) ?? newId("planTask", tx.now.getTime()),
      orgId: tx.orgId,
      planId,
      key,
      sprint,
      position,
      title,
      detail,
      href,
      day,
      dueOn,
      firstDueOn: dueOn,
      dependsOn: dependsOn.flatMap((name) => ids.get(name) ?? []),
      createdAt: tx.now,
      updatedAt: tx.now,
    };
  });
}
