/** Private to this folder: a call whose end nobody knows, as the contract shows it. */
import { type Ctx, rolesOf } from "@/lib/db/ctx";
import { can } from "@/lib/shared/permissions";
import { cannotSpeak } from "./may-speak";
import { OutcomeAnswer, type UnsettledCall } from "./outcome-contract";
import type { UnsettledRow } from "./outcomes";
import { readRow } from "./rows";

/** Operators too: somebody has to be able to find out where nobody of the request is left. */
export async function cannotSettle(ctx: Ctx, id: string): Promise<string | null> {
  if (!can(rolesOf(ctx.actor), "checkpoint:decide")) return "Your role does not decide about requests.";
  if (can(rolesOf(ctx.actor), "agent:release")) return null;
  return cannotSpeak(ctx, await readRow(ctx, id));
}

export async function showUnsettled(ctx: Ctx, call: UnsettledRow): Promise<UnsettledCall> {
  const { id, releasedAt, outcome, ...facts } = call;
  const said = await ctx.db.checkpointReconciliation.findUnique({
    where: { checkpointId_orgId: { checkpointId: id, orgId: ctx.orgId } },
  });
  return {
    ...facts,
    checkpointId: id,
    releasedAt: releasedAt.toISOString(),
    said: outcome === "unknown" ? "unknown" : "silent",
    found: said && {
      answer: OutcomeAnswer.parse(said.answer),
      mayRepeat: said.mayRepeat,
      reason: said.reason,
      byName: said.byName,
      at: said.at.toISOString(),
    },
    cannotSettle: await cannotSettle(ctx, id),
  };
}
