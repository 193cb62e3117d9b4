/** Ends standing approvals whose time is over or that have fallen. Their use is refused from that moment anyway. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { readRow } from "./rows";
import { endStanding, whyFallen } from "./standing-rows";
import { voidByStanding } from "./void-checkpoints";

export async function sweepStanding(ctx: Ctx): Promise<void> {
  const rows = await ctx.db.standingApproval.findMany({
    where: { orgId: ctx.orgId, endedHow: null },
    select: { id: true },
  });
  for (const { id } of rows) {
    await transaction(ctx, async (tx) => {
      await tx.db.$queryRaw(Prisma.sql`SELECT 1 FROM "StandingApproval" WHERE "id" = ${id} FOR UPDATE`);
      const row = await tx.db.standingApproval.findUniqueOrThrow({ where: { id } });
      if (row.endedHow !== null) return;
      if (row.expiresAt <= (await databaseNow(tx.db))) {
        await recordAudit(tx, await endStanding(tx, row, { how: "expired", reason: null }));
        return;
      }
      const fallen = await whyFallen(tx, await readRow(tx, row.checkpointId));
      if (fallen === null) return;
      await recordAudit(tx, await endStanding(tx, row, { how: "voided", reason: fallen }));
      await voidByStanding(tx, id, `the standing approval fell: ${fallen}`);
    });
  }
}
