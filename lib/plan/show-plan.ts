/** Private to this folder: a plan with its sprints and gates. */
import type { Ctx } from "@/lib/db/ctx";
import type { Plan as PlanRow } from "@/lib/db/generated/client";
import type { Plan, Sprint } from "./contract";
import type { Gate } from "./gate-contract";
import { lastLook } from "./gate-look";
import { type GatesNow, readChanges, readGates } from "./read-gates";
import { dateOf, dayOf } from "./rows";
import { addDays, dayIn, PLAN_DAYS, SPRINTS, sprintSpan } from "./rules";
import { sprintWords } from "./template";

export async function showPlan(ctx: Ctx, row: PlanRow, now: Date): Promise<Plan> {
  const today = dayIn(row.timeZone, now);
  const startsOn = dayOf(row.startsOn);
  const [live, baselines, tasks, changes] = await Promise.all([
    lookOf(ctx, row, now),
    ctx.db.planBaseline.findMany({ where: { orgId: ctx.orgId, planId: row.id }, orderBy: { number: "desc" } }),
    countTasks(ctx, row.id, today),
    Promise.all(SPRINTS.map((sprint) => readChanges(ctx, row.id, sprint))),
  ]);
  const sprints = SPRINTS.map((number, index): Sprint => {
    return {
      number,
      ...sprintWords[number],
      ...sprintSpan(startsOn, number),
      tasks: tasks.get(number) ?? { total: 0, closed: 0, overdue: 0 },
      gate: gateOf(live, number, changes[index] ?? []),
    };
  });
  return {
    id: row.id,
    startsOn,
    endsOn: addDays(startsOn, PLAN_DAYS - 1),
    timeZone: row.timeZone,
    workingDays: row.workingDays,
    today,
    startedByName: row.startedByName,
    startedAt: row.startedAt.toISOString(),
    baselines: baselines.map(({ number, reason, byName, at, ...rest }) => ({
      number,
      startsOn: dayOf(rest.startsOn),
      timeZone: rest.timeZone,
      workingDays: rest.workingDays,
      reason,
      byName,
      at: at.toISOString(),
    })),
    sprints,
    acceptances: live.acceptances,
    gatesAsOf: live.at.toISOString(),
  };
}

async function lookOf(ctx: Ctx, row: PlanRow, now: Date): Promise<GatesNow & { at: Date }> {
  return (await lastLook(ctx, row, now)) ?? { at: now, ...(await readGates(ctx, row, now)) };
}

function gateOf({ gates }: GatesNow, sprint: number, changes: Gate["changes"]): Gate {
  const gate = gates.get(sprint);
  if (!gate) throw new Error(`sprint ${sprint} has no gate`);
  return { ...gate, changes };
}

async function countTasks(ctx: Ctx, planId: string, today: string): Promise<Map<number, Sprint["tasks"]>> {
  const rows = await ctx.db.planTask.findMany({
    where: { orgId: ctx.orgId, planId },
    select: { sprint: true, status: true, dueOn: true },
  });
  const counts = new Map<number, Sprint["tasks"]>();
  for (const { sprint, status, dueOn } of rows) {
    const count = counts.get(sprint) ?? { total: 0, closed: 0, overdue: 0 };
    const closed = status === "done" || status === "not_needed";
    counts.set(sprint, {
      total: count.total + 1,
      closed: count.closed + (closed ? 1 : 0),
      overdue: count.overdue + (!closed && dueOn < dateOf(today) ? 1 : 0),
    });
  }
  return counts;
}
