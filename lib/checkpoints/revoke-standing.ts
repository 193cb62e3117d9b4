import { command } from "@/lib/audit/command";
import { Prisma } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { revokeStandingOp } from "./standing-contract";
import { endStanding, showStanding } from "./standing-rows";
import { voidByStanding } from "./void-checkpoints";

/** Whoever may decide may end it: less is allowed afterwards, never more. */
export const revokeStanding = command(revokeStandingOp, async (ctx, { id, reason }) => {
  await ctx.db.$queryRaw(
    Prisma.sql`SELECT 1 FROM "StandingApproval" WHERE "id" = ${id} AND "orgId" = ${ctx.orgId} FOR UPDATE`,
  );
  const row = await ctx.db.standingApproval.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("standing approval");
  // Used up is not used: what it granted last may still wait to run.
  if (row.endedHow !== null && row.endedHow !== "used")
    throw new Refusal("conflict", `It has ended already: ${row.endedHow}.`);
  const event = await endStanding(ctx, row, { how: "revoked", reason });
  await voidByStanding(ctx, id, `the standing approval was revoked: ${reason}`);
  return {
    result: async (after) =>
      showStanding(after, await after.db.standingApproval.findUniqueOrThrow({ where: { id } }), ctx.now),
    event,
  };
});
