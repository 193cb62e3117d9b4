/** Ends what time has ended. Points obey the end by themselves; this makes the record and the next bundle say so. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import { eventOf } from "./ready-to-sign";
import { lockDelegation, partiesOf, readAround } from "./rows";

const MOST_AT_ONCE = 200;
const OPEN = ["requested", "signed"];

/** Returns how many delegations of the context's organisation ended. */
export async function expireDelegations(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx.db);
  const due = await ctx.db.delegation.findMany({
    where: { orgId: ctx.orgId, status: { in: OPEN }, until: { lte: now } },
    select: { id: true },
    take: MOST_AT_ONCE,
  });
  let ended = 0;
  for (const { id } of due) ended += await endOne(ctx, id);
  return ended;
}

const endOne = (ctx: Ctx, id: string): Promise<number> =>
  transaction(ctx, async (tx) => {
    const row = await lockDelegation(tx, id);
    if (!OPEN.includes(row.status) || row.until > tx.now) return 0;
    const reason = row.status === "signed" ? "its end has come" : "nobody signed it before its end";
    await tx.db.delegation.update({
      where: { id },
      data: { status: "expired", statusReason: reason, endedAt: tx.now },
    });
    const parties = partiesOf(tx, row, await readAround(tx, [row]));
    await recordAudit(tx, eventOf(parties, row, "delegation.expired", { was: row.status }));
    return 1;
  });
