/** Makes the partitions of calls for the months to come, long before the first call of them, and mends where that was too late. */
import type { Db } from "@/lib/db/client";
import { systemContext, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { log } from "@/lib/log";

/** So many months that are yet to begin have their partitions: as long may no worker run. */
export const MONTHS_AHEAD = 3;
/** Whoever reads the default partition is waited for so long, and others behind us no longer; the next run tries again. */
const PATIENCE = "2s";

/** Safe to be run by several at once, and to be broken off anywhere: each month is one transaction. */
export async function makeMonths(db: Db, ahead = MONTHS_AHEAD): Promise<{ made: number; late: number }> {
  const missing = await db.$queryRaw<{ month: Date }[]>(Prisma.sql`
    SELECT DISTINCT "monthBegins"(m."at") AS "month" FROM (
      SELECT "monthBegins"(now()) + make_interval(days => 31 * n) AS "at" FROM generate_series(0, ${ahead}::int) n
      UNION ALL SELECT "receivedAt" FROM "record"."calls_default"
    ) m WHERE to_regclass(format('"record".%I', "callMonthName"("monthBegins"(m."at")))) IS NULL ORDER BY 1`);
  let [made, late] = [0, 0];
  for (const { month } of missing) {
    const waiting = await makeMonth(db, month);
    if (waiting === null) continue;
    made++;
    late += waiting;
    // Nothing is lost by it; but whoever looks after the worker must know that it was away.
    if (waiting > 0) log.warn("calls arrived before their month had partitions; they have been put there", { waiting });
  }
  // Autovacuum looks after partitions, never after the whole.
  if (made > 0) await db.$executeRaw(Prisma.sql`ANALYZE "ActivityEvent"`);
  return { made, late };
}

/** How many calls waited for it; null where it was there already. */
function makeMonth(db: Db, month: Date): Promise<number | null> {
  return transaction(systemContext("", "call-months", db), async (tx) => {
    await tx.db.$executeRawUnsafe(`SET LOCAL lock_timeout = '${PATIENCE}'`);
    const [row] = await tx.db.$queryRaw<{ waiting: bigint | null }[]>(
      Prisma.sql`SELECT "makeCallMonth"(${month}::timestamptz) AS "waiting"`,
    );
    return row?.waiting == null ? null : Number(row.waiting);
  });
}
