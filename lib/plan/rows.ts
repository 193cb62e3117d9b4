/** Private to this folder: stored plans as the contracts show them, and the lock under which they change. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { type Plan as PlanRow, Prisma } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import type { EndedPlan } from "./contract";
import type { Acceptance } from "./gate-contract";
import type { Day, Schedule } from "./rules";

export const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);
export const dateOf = (day: Day): Date => new Date(`${day}T00:00:00.000Z`);

export const scheduleOf = ({ startsOn, workingDays }: Pick<PlanRow, "startsOn" | "workingDays">): Schedule => ({
  startsOn: dayOf(startsOn),
  workingDays,
});

export const activePlan = (ctx: Ctx): Promise<PlanRow | null> =>
  ctx.db.plan.findFirst({ where: { orgId: ctx.orgId, status: "active" } });

export async function loadPlan(ctx: Ctx, id: string): Promise<PlanRow> {
  const row = await ctx.db.plan.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("plan");
  return row;
}

/** The plan while nobody else can change it or its tasks; its tasks depend on each other, so they change one at a time. */
export async function lockActivePlan(tx: TxCtx): Promise<PlanRow> {
  await tx.db.$queryRaw(Prisma.sql`
    SELECT "id" FROM "Plan" WHERE "orgId" = ${tx.orgId} AND "status" = 'active' FOR UPDATE`);
  const row = await activePlan(tx);
  if (!row) throw new Refusal("conflict", "There is no active plan. Start one first.");
  return row;
}

/** The same for the plan of a task or an acceptance. One that has ended does not change any more. */
export async function lockPlan(tx: TxCtx, id: string): Promise<PlanRow> {
  await tx.db.$queryRaw(Prisma.sql`
    SELECT "id" FROM "Plan" WHERE "orgId" = ${tx.orgId} AND "id" = ${id} FOR UPDATE`);
  const row = await loadPlan(tx, id);
  if (row.status !== "active") throw new Refusal("conflict", "This plan has ended; nothing of it changes any more.");
  return row;
}

export const planTarget = ({ id, startsOn }: Pick<PlanRow, "id" | "startsOn">) =>
  ({ kind: "plan", id, name: `Plan from ${dayOf(startsOn)}` }) as const;

export const endedPlanOf = (row: PlanRow): EndedPlan => ({
  id: row.id,
  startsOn: dayOf(row.startsOn),
  endedAt: (row.endedAt ?? row.startedAt).toISOString(),
  endedByName: row.endedByName ?? "",
  endReason: row.endReason ?? "",
});

type AcceptanceRow = Prisma.PlanAcceptanceGetPayload<object>;

export const acceptanceOf = (row: AcceptanceRow): Acceptance => ({
  id: row.id,
  requirement: row.requirement,
  item: row.item,
  itemName: row.itemName,
  reason: row.reason,
  untilOn: dayOf(row.untilOn),
  byName: row.byName,
  at: row.at.toISOString(),
});

/** Those that count on a day: not taken back, and not past their end. */
export async function standingAcceptances(ctx: Ctx, planId: string, today: Day): Promise<Acceptance[]> {
  const rows = await ctx.db.planAcceptance.findMany({
    where: { orgId: ctx.orgId, planId, endedAt: null, untilOn: { gte: dateOf(today) } },
    orderBy: [{ untilOn: "asc" }, { id: "asc" }],
  });
  return rows.map(acceptanceOf);
}
