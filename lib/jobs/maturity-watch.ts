/** Looks at every organisation's agents again and again, and spends at most a third of its time on any organisation. */
import type { Db } from "@/lib/db/client";
import { systemContext } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { errorFields, log } from "@/lib/log";
import { recomputeMaturity } from "@/lib/maturity/recompute";

/** From the beginning of a look that took long, three times as long passes before the next. */
const REST = 3;

export async function maturityWatch(db: Db): Promise<void> {
  const due = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT o."id" FROM "Organisation" o LEFT JOIN "MaturityRun" r ON r."orgId" = o."id"
    WHERE o."rangeOf" IS NULL
      AND (r."at" IS NULL OR r."at" < clock_timestamp() - r."tookMs" * ${REST}::int * interval '1 millisecond')`);
  for (const { id } of due) {
    try {
      const changed = await recomputeMaturity(systemContext(id, "maturity-watch", db));
      if (changed) log.info("agents' maturity has changed", { orgId: id, agents: changed });
    } catch (error) {
      log.error("an organisation's maturity could not be computed; it is tried again", {
        orgId: id,
        ...errorFields(error),
      });
    }
  }
}
