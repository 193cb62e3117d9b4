import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { listFindings } from "@/lib/findings/list-findings";
import { getDetectionOp, type WholeDetection } from "./contract";
import type { Detection } from "./detection";
import { readFigures, shownOf } from "./list-detections";
import { kindsOf } from "./registry";
import { backtestOf, loadDetection, suppressionOf } from "./rows";
import { chosenOf } from "./settings";

const MOST_FINDINGS = 25;
const MOST_BACKTESTS = 5;
const MOST_SUPPRESSIONS = 50;

export const getDetection = query(getDetectionOp, (ctx, { detection }) => showDetection(ctx, loadDetection(detection)));

export async function showDetection(ctx: Ctx, detection: Detection): Promise<WholeDetection> {
  const now = ctx.now ?? (await databaseNow(ctx.db));
  const of = { orgId: ctx.orgId, detection: detection.id };
  const row = await ctx.db.detectionSetting.findUnique({ where: { orgId_detection: of } });
  const chosen = chosenOf(detection, row ?? undefined);
  const backtests = await ctx.db.detectionBacktest.findMany({
    where: of,
    orderBy: { askedAt: "desc" },
    take: MOST_BACKTESTS,
  });
  return {
    ...shownOf(detection, chosen, (await readFigures(ctx, now))(detection)),
    how: detection.how(chosen.values),
    reads: detection.reads,
    falseAlarms: detection.falseAlarms,
    parameters: Object.entries(detection.parameters).map(([key, parameter]) => ({
      key,
      ...parameter,
      value: chosen.values[key] ?? parameter.default,
    })),
    settings: detection.looks === "elsewhere" ? (detection.settings ?? null) : null,
    mayBacktest: detection.looks === "hour" || detection.looks === "range",
    version: chosen.version,
    changed: chosen.changedAt && { at: chosen.changedAt.toISOString(), byName: chosen.changedByName ?? "" },
    allSuppressions: await suppressionsOf(ctx, detection, now),
    findings: await findingsOf(ctx, detection),
    backtests: backtests.map(backtestOf),
  };
}

async function suppressionsOf({ db, orgId }: Ctx, { id }: Detection, now: Date) {
  const rows = await db.detectionSuppression.findMany({
    where: { orgId, detection: id },
    orderBy: { createdAt: "desc" },
    take: MOST_SUPPRESSIONS,
  });
  const counts = await db.detectionHit.groupBy({
    by: ["suppressionId"],
    where: { orgId, detection: id, suppressionId: { in: rows.map((row) => row.id) } },
    _count: { _all: true },
  });
  const kept = new Map(counts.map(({ suppressionId, _count }) => [suppressionId, _count._all]));
  return rows.map((row) => suppressionOf(row, now, kept.get(row.id) ?? 0));
}

/** The newest: by what it hit, or by kind where another domain finds it. */
async function findingsOf(ctx: Ctx, detection: Detection) {
  const wanted = kindsOf(detection);
  const pages = await Promise.all(wanted.map((kind) => listFindings(ctx, { kind, limit: MOST_FINDINGS })));
  const items = pages.flatMap((page) => page.items).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  if (detection.looks === "elsewhere") return items.slice(0, MOST_FINDINGS);
  const hits = await ctx.db.detectionHit.findMany({
    where: { orgId: ctx.orgId, detection: detection.id, findingId: { in: items.map(({ id }) => id) } },
    select: { findingId: true },
  });
  const own = new Set(hits.map(({ findingId }) => findingId));
  return items.filter(({ id }) => own.has(id));
}
