import type { Ctx } from "@/lib/db/ctx";
import { can, Role } from "@/lib/shared/permissions";
import { approversOf, type Row, readSubject, stagesNow } from "./rows";
import { allMet, filledStages } from "./rules";
import { votersOf } from "./voters";

/** Why an approval does not stand any more; null while those who gave it could still give it today. */
export async function whyApprovalFell(ctx: Ctx, row: Row): Promise<string | null> {
  const glass = await ctx.db.breakGlass.findUnique({ where: { checkpointId: row.id } });
  if (glass) return whyGlassFell(ctx, glass.grantedById);
  const all = await votersOf(ctx);
  const agent = await readSubject(ctx, row);
  const approvers = approversOf(row, all);
  const stages = stagesNow(row, all.at);
  return allMet(stages, filledStages(stages, approvers, agent))
    ? null
    : "Somebody who approved it may no longer do so, so the approval does not stand.";
}

/** Whoever broke the glass must still be one who may. */
async function whyGlassFell(ctx: Ctx, personId: string): Promise<string | null> {
  const person = await ctx.db.user.findUnique({
    where: { id_orgId: { id: personId, orgId: ctx.orgId } },
    select: { status: true, roles: true },
  });
  const roles = (person?.roles ?? []).flatMap((role) => Role.safeParse(role).data ?? []);
  return person?.status === "active" && can(roles, "checkpoint:breakGlass")
    ? null
    : "Whoever broke the glass may no longer do so, so the approval does not stand.";
}
