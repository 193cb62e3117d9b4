/** Private to this folder: roll-outs as they are kept, locked and shown. */
import { type Ctx, databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { POINT_FRESH_SECONDS } from "@/lib/enforcement/rules";
import { ChosenSet } from "@/lib/policy/chosen-set";
import { RollOutPlan, trialProfileOf } from "@/lib/policy/ring-contract";
import { lockBundles } from "@/lib/policy/sign-bundle";
import { notFound, Refusal } from "@/lib/shared/errors";
import { RingCounts, RingState, type RollOut, RollOutStatus, type RollOutSummary } from "./contract";

export const withRings = { rings: { orderBy: { position: "asc" } } } satisfies Prisma.RollOutInclude;
export type Row = Prisma.RollOutGetPayload<{ include: typeof withRings }>;
export type RingRow = Row["rings"][number];

export async function readRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db.rollOut.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } }, include: withRings });
  if (!row) throw notFound("roll-out");
  return row;
}

export const readOpen = ({ db, orgId }: Ctx): Promise<Row | null> =>
  db.rollOut.findFirst({ where: { orgId, endedAt: null }, include: withRings });

/** Whatever moves a roll-out holds the lock on bundles, so it moves once. */
export async function lockOpen(tx: TxCtx, id: string): Promise<Row> {
  await lockBundles(tx);
  const row = await readRow(tx, id);
  if (row.endedAt) {
    const how = row.status === "completed" ? "completed" : "rolled back";
    throw new Refusal("conflict", `This roll-out is over: ${row.endedByName} ${how} it. Nothing was changed.`);
  }
  return row;
}

export const targetOf = ({ id, revision }: Pick<Row, "id" | "revision">) =>
  ({ kind: "rollOut", id, name: `revision ${revision}` }) as const;

export const planOf = (row: Pick<Row, "plan">): RollOutPlan => RollOutPlan.parse(row.plan);

export function summaryOf(row: Row): RollOutSummary {
  return {
    id: row.id,
    status: RollOutStatus.parse(row.status),
    why: row.why,
    note: row.note,
    revision: row.revision,
    profile: trialProfileOf(row),
    startedByName: row.startedByName,
    startedAt: row.startedAt.toISOString(),
    endedByName: row.endedByName,
    endedAt: row.endedAt?.toISOString() ?? null,
    place: row.position + 1,
    ringName: row.rings[row.position]?.name ?? "",
    ringCount: row.rings.length,
  };
}

/** Whether a point, `p`, is connected now, as in the fleet view. */
export const isLive = (now: Date): Prisma.Sql => Prisma.sql`(p."revokedAt" IS NULL AND p."connected"
  AND p."lastSeenAt" >= ${now}::timestamptz - make_interval(secs => ${POINT_FRESH_SECONDS}))`;

/** Revisions that were signed for the roll-out. */
export const revisionsOf = ({ id, orgId }: Pick<Row, "id" | "orgId">): Prisma.Sql =>
  Prisma.sql`(SELECT b."revision" FROM "Bundle" b WHERE b."orgId" = ${orgId} AND b."rollOutId" = ${id})`;

export type Figures = Record<
  "position" | "live" | "acknowledged" | "lacking" | "refused" | "canaries" | "canaryFailures",
  number
>;
const noFigures = { live: 0, acknowledged: 0, lacking: 0, refused: 0, canaries: 0, canaryFailures: 0 };

/** Of each ring, in one statement. */
export async function figuresOf(ctx: Ctx, row: Row, now: Date): Promise<ReadonlyMap<number, Figures>> {
  const revisions = revisionsOf(row);
  const trial = trialProfileOf(row);
  const of = Prisma.sql`c."orgId" = x."orgId" AND c."pepId" = x."pepId" AND c."receivedAt" >= ${row.startedAt}::timestamptz
    AND c."profileDigest" = (SELECT v."digest" FROM "SandboxProfileVersion" v
      WHERE v."profileId" = ${trial?.id ?? ""} AND v."version" = ${trial?.version ?? 0}::int)`;
  const rows = await ctx.db.$queryRaw<Figures[]>(Prisma.sql`
    SELECT x."position",
      count(*) FILTER (WHERE ${isLive(now)})::int AS "live",
      count(*) FILTER (WHERE EXISTS (SELECT 1 FROM "BundleAck" a WHERE a."orgId" = ${row.orgId} AND a."pepId" = x."pepId"
        AND a."result" = 'loaded' AND a."revision" IN ${revisions}))::int AS "acknowledged",
      count(*) FILTER (WHERE ${isLive(now)} AND p."revision" NOT IN ${revisions})::int AS "lacking",
      count(*) FILTER (WHERE p."revokedAt" IS NULL AND p."refusedRevision" IN ${revisions})::int AS "refused",
      COALESCE(sum((SELECT count(*) FROM "CanaryRun" c WHERE ${of})), 0)::int AS "canaries",
      COALESCE(sum((SELECT count(*) FROM "CanaryRun" c WHERE ${of} AND c."result" = 'failed')), 0)::int AS "canaryFailures"
    FROM "RollOutPoint" x JOIN "Pep" p ON p."id" = x."pepId" AND p."orgId" = x."orgId"
    WHERE x."rollOutId" = ${row.id} AND x."orgId" = ${row.orgId} GROUP BY x."position"`);
  return new Map(rows.map((one) => [one.position, one]));
}

export async function showRollOut(ctx: Ctx, row: Row): Promise<RollOut> {
  const now = await databaseNow(ctx.db);
  const figures = await figuresOf(ctx, row, now);
  const plan = planOf(row);
  const began = row.endedAt ? null : (row.rings[row.position]?.startedAt ?? null);
  const soak = began && began.getTime() + plan.thresholds.soakMinutes * 60_000;
  return {
    ...summaryOf(row),
    plan,
    policies: ChosenSet.parse(row.chosen).length,
    soakEndsAt: soak && soak > now.getTime() ? new Date(soak).toISOString() : null,
    rings: row.rings.map((ring) => {
      const { live, acknowledged, lacking, refused, canaries, canaryFailures } =
        figures.get(ring.position) ?? noFigures;
      const told = ring.state === "reached" || ring.state === "passed";
      return {
        position: ring.position,
        name: ring.name,
        points: ring.points,
        state: RingState.parse(ring.state),
        startedAt: ring.startedAt?.toISOString() ?? null,
        passedAt: ring.passedAt?.toISOString() ?? null,
        live,
        acknowledged,
        // Nobody lacks what they were not told of, or what is over.
        lacking: told && !row.endedAt ? lacking : 0,
        refused,
        canaries,
        canaryFailures,
        counts: RingCounts.parse(ring.counts),
      };
    }),
  };
}
