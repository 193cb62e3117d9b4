import { Prisma } from "@/lib/db/generated/client";
import { type Collector, daysAgo, found, plural } from "./collector";

const DAYS = 90;
type Row = { decided: number; people: number; newest: Date | null; median: number | null };

/** What people decided about held calls. Decisions about decoys are no oversight of an agent, and are not counted. */
export const checkpointDecisions: Collector = {
  kind: "checkpoint-decisions",
  title: "Decisions of people about held calls",
  href: "/checkpoints",
  collect: async ({ db, orgId }, now) => {
    const [rows, holding, watched] = await Promise.all([
      db.$queryRaw<Row[]>(Prisma.sql`
        SELECT count(*)::int AS "decided", count(DISTINCT d."personId")::int AS "people", max(d."at") AS "newest",
          percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d."at" - c."createdAt")) AS "median"
        FROM "CheckpointDecision" d JOIN "Checkpoint" c ON c."id" = d."checkpointId"
        WHERE d."orgId" = ${orgId} AND d."at" >= ${daysAgo(now, DAYS)} AND d."standingId" IS NULL AND c."decoy" IS NULL`),
      countHolding({ db, orgId }),
      db.watchedApprover.count({ where: { orgId } }),
    ]);
    const row = rows[0];
    if (!row) throw new Error("decisions could not be counted");
    if (holding === 0)
      return found("gap", "/policies/new", {
        found: "No policy in force holds a call for people.",
        newest: row.newest,
        gap: 'Let a policy hold what people must decide: @checkpoint("rule").',
      });
    if (row.decided === 0)
      return found("partly", "/checkpoints", {
        found: `${plural(holding, "policy holds", "policies hold")} calls for people; none was decided in ${DAYS} days.`,
        gap: "That people decide is arranged, and was not shown by any decision yet.",
      });
    return found(watched > 0 ? "partly" : "met", watched > 0 ? "/checkpoints/oversight" : "/checkpoints", {
      found: `${plural(row.decided, "decision")} by ${plural(row.people, "person", "people")} in ${DAYS} days, half of them within ${Math.round(row.median ?? 0)} seconds of the request.`,
      newest: row.newest,
      gap:
        watched > 0
          ? `The decisions of ${plural(watched, "person", "people")} fell under the threshold of quality.`
          : null,
    });
  },
};

async function countHolding({ db, orgId }: Pick<Parameters<Collector["collect"]>[0], "db" | "orgId">): Promise<number> {
  const rows = await db.$queryRaw<{ holding: number }[]>`
    SELECT count(*)::int AS "holding" FROM "PublishedPolicy" p
      JOIN "PolicyVersion" v ON v."policyId" = p."policyId" AND v."version" = p."version"
     WHERE p."orgId" = ${orgId} AND v."checkpoint" IS NOT NULL AND v."mode" = 'enforce'`;
  return rows[0]?.holding ?? 0;
}
