import { command } from "@/lib/audit/command";
import { Prisma } from "@/lib/db/generated/client";
import { redriveDeadLettersOp } from "./contract";
import { loadSink, sinkTarget } from "./rows";

/** Parked events go into the feed once more, for their sink alone; each is sent under the number that it left open. */
export const redriveDeadLetters = command(redriveDeadLettersOp, async (tx, { id, letters }) => {
  const sink = await loadSink(tx, id);
  const rows = await tx.db.$queryRaw<{ queued: number }[]>(Prisma.sql`
    WITH taken AS (
      UPDATE "DeadLetter" SET "status" = 'queued'
      WHERE "sinkId" = ${id} AND "orgId" = ${tx.orgId} AND "status" = 'parked'
        AND (${letters === undefined} OR "id" = ANY(${letters ?? []}))
      RETURNING "id", "sequence"
    ),
    fed AS (
      INSERT INTO "DeliveryFeed" ("orgId", "source", "refs", "sinkId")
      SELECT ${tx.orgId}, 'dead', array_agg("id" ORDER BY "sequence"), ${id} FROM taken HAVING count(*) > 0
    )
    SELECT count(*)::int AS "queued" FROM taken`);
  const queued = rows[0]?.queued ?? 0;
  if (queued === 0) return { result: { queued }, event: "repetition" };
  await tx.db.sink.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { refusedInRow: 0 },
    select: { id: true },
  });
  return { result: { queued }, event: { action: "sink.redriven", target: sinkTarget(sink), detail: { queued } } };
});
