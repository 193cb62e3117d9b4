/** Private to this folder: the gates of a plan as they are now, and as they were seen before. */
import type { Ctx } from "@/lib/db/ctx";
import type { Plan as PlanRow } from "@/lib/db/generated/client";
import { type Acceptance, type Gate, GateState } from "./gate-contract";
import { type GateFacts, readGateFacts } from "./gate-facts";
import { type JudgedGate, judgeGate } from "./gate-rules";
import { standingAcceptances } from "./rows";
import { dayIn, SPRINTS } from "./rules";

const MOST_CHANGES = 10;
const PASSED = ["met", "accepted"];

export type GatesNow = { gates: Map<number, JudgedGate>; acceptances: Acceptance[] };

/** `facts` are read here unless they were read before, outside of the transaction. */
export async function readGates(ctx: Ctx, plan: PlanRow, now: Date, facts?: GateFacts): Promise<GatesNow> {
  const [read, acceptances, passed] = await Promise.all([
    facts ?? readGateFacts(ctx, now),
    standingAcceptances(ctx, plan.id, dayIn(plan.timeZone, now)),
    passedSprints(ctx, plan.id),
  ]);
  const judged = (sprint: number) => judgeGate(sprint, read, { acceptances, passedBefore: passed.has(sprint), now });
  return { gates: new Map(SPRINTS.map((sprint) => [sprint, judged(sprint)])), acceptances };
}

async function passedSprints(ctx: Ctx, planId: string): Promise<Set<number>> {
  const rows = await ctx.db.planGateChange.groupBy({
    by: ["sprint"],
    where: { orgId: ctx.orgId, planId, state: { in: PASSED } },
  });
  return new Set(rows.map(({ sprint }) => sprint));
}

/** Newest first. */
export async function readChanges(
  ctx: Ctx,
  planId: string,
  sprint: number,
  most = MOST_CHANGES,
): Promise<Gate["changes"]> {
  const rows = await ctx.db.planGateChange.findMany({
    where: { orgId: ctx.orgId, planId, sprint },
    orderBy: { id: "desc" },
    take: most,
  });
  return rows.map(({ state, why, at }) => ({ state: GateState.parse(state), why, at: at.toISOString() }));
}
