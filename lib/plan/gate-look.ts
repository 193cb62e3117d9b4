/**
 * Private to this folder: the gates as the worker last judged them. With thousands of agents the facts take seconds to read, longer
 * than somebody who opens the plan should wait; with few they are judged for every reader.
 */
import { z } from "zod";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import type { Plan as PlanRow } from "@/lib/db/generated/client";
import { isShown } from "@/lib/shared/look";
import { JudgedGate } from "./gate-rules";
import type { GatesNow } from "./read-gates";
import { standingAcceptances } from "./rows";
import { dayIn } from "./rules";

const Stored = z.array(z.tuple([z.int(), JudgedGate]));

/** Null where the gates have to be judged now. */
export async function lastLook(ctx: Ctx, plan: PlanRow, now: Date): Promise<(GatesNow & { at: Date }) | null> {
  const look = await ctx.db.planGateLook.findUnique({ where: { planId_orgId: { planId: plan.id, orgId: ctx.orgId } } });
  if (!look || !isShown(look, now)) return null;
  const acceptances = await standingAcceptances(ctx, plan.id, dayIn(plan.timeZone, now));
  return { at: look.at, gates: new Map(Stored.parse(look.gates)), acceptances };
}

export async function keepLook(
  tx: TxCtx,
  planId: string,
  { gates, tookMs }: { gates: GatesNow["gates"]; tookMs: number },
): Promise<void> {
  const look = { at: tx.now, tookMs, gates: [...gates] };
  await tx.db.planGateLook.upsert({
    where: { planId_orgId: { planId, orgId: tx.orgId } },
    create: { planId, orgId: tx.orgId, ...look },
    update: look,
  });
}

/** After a decision of people about an item: whoever made it sees it at once. */
export async function forgetLook(tx: TxCtx, planId: string): Promise<void> {
  await tx.db.planGateLook.deleteMany({ where: { planId, orgId: tx.orgId } });
}
