/** Keeps the history from growing without end. What goes first is what an agent that changes all the time leaves behind. */
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

const KEPT_DAYS = 400;
const CHANGES_OF_AN_AGENT = 500;
/** After this, of each hour only its last row is kept. */
const EVERY_ROW_DAYS = 8;

export async function trimHistory(db: Db): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    DELETE FROM "MaturityChange" WHERE "at" < now() - make_interval(days => ${KEPT_DAYS}::int)`);
  await db.$executeRaw(Prisma.sql`
    DELETE FROM "MaturityChange" c USING (
      SELECT "seq" FROM (
        SELECT "seq", row_number() OVER (PARTITION BY "orgId", "agentId" ORDER BY "at" DESC) AS place
        FROM "MaturityChange"
        WHERE ("orgId", "agentId") IN (
          SELECT "orgId", "agentId" FROM "MaturityChange" GROUP BY 1, 2 HAVING count(*) > ${CHANGES_OF_AN_AGENT}::int)
      ) placed WHERE place > ${CHANGES_OF_AN_AGENT}::int
    ) old WHERE c."seq" = old."seq"`);
  await db.$executeRaw(Prisma.sql`
    DELETE FROM "MaturityPoint" p
    WHERE p."at" < now() - make_interval(days => ${KEPT_DAYS}::int)
      OR (p."at" < now() - make_interval(days => ${EVERY_ROW_DAYS}::int) AND EXISTS (
        SELECT 1 FROM "MaturityPoint" later
        WHERE later."orgId" = p."orgId" AND later."at" > p."at"
          AND later."at" < date_trunc('hour', p."at", 'UTC') + interval '1 hour'))`);
}
