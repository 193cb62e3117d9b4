/** The worker's part: says what a detection would have raised, from the counts of calls that are kept. */
import type { Db } from "@/lib/db/client";
import { type Ctx, systemContext } from "@/lib/db/ctx";
import { type DetectionBacktest, Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { errorFields, log } from "@/lib/log";
import { JsonObject } from "@/sdk/wire/words";
import { BacktestTally } from "./backtest-tally";
import { LEARNED_DAYS } from "./baseline";
import type { BacktestResult } from "./contract";
import { type Detection, type Range, type Values, valuesOf } from "./detection";
import { agentsIn, byAgent, DAY_MS, lastDays, readHours, startOf } from "./hours";
import { judgeHistory } from "./judge-history";
import { loadDetection } from "./rows";
import { excludedAgents, readAgents } from "./scenes";
import { standingSuppressions } from "./settings";
import { type Standing, suppressedBy, withoutTools } from "./suppressions";

/** Agents beyond these are not looked at, and that is said. */
const MOST_AGENTS = 5_000;
/** Weeks of hours of so many agents are held in memory. */
const AGENTS_AT_ONCE = 10;

export async function runBacktests(db: Db): Promise<void> {
  for (let row = await take(db); row; row = await take(db)) await run(systemContext(row.orgId, "backtest", db), row);
}

/** What waits, and what a worker left when it died. */
async function take(db: Db): Promise<DetectionBacktest | null> {
  const [taken] = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    UPDATE "DetectionBacktest" SET "status" = 'running', "aliveAt" = clock_timestamp()
     WHERE "id" = (SELECT "id" FROM "DetectionBacktest"
                    WHERE "status" = 'waiting' OR ("status" = 'running' AND "aliveAt" < clock_timestamp() - interval '5 minutes')
                    ORDER BY "askedAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id"`);
  return taken ? db.detectionBacktest.findUnique({ where: { id: taken.id } }) : null;
}

async function run(ctx: Ctx, row: DetectionBacktest): Promise<void> {
  try {
    await finish(ctx, row.id, { status: "done", result: await backtest(ctx, row), fault: null });
  } catch (error) {
    log.error("a back-test broke off", { orgId: ctx.orgId, ...errorFields(error) });
    await finish(ctx, row.id, { status: "failed", fault: "The back-test broke off. The worker's log says why." });
  }
}

type Ending = { status: "done" | "failed"; fault: string | null; result?: BacktestResult };

async function finish({ db, orgId }: Ctx, id: string, { status, fault, result }: Ending): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "DetectionBacktest" SET "status" = ${status}, "fault" = ${fault}, "finishedAt" = clock_timestamp(),
      "result" = ${result === undefined ? null : JSON.stringify(result)}::jsonb
     WHERE "id" = ${id} AND "status" = 'running'`);
  await notify(db, { orgId, topic: "findings", ref: "backtest" });
}

type Tried = { detection: Detection; values: Values; range: Range; suppressions: readonly Standing[] };

export async function backtest(ctx: Ctx, row: DetectionBacktest): Promise<BacktestResult> {
  const detection = loadDetection(row.detection);
  const values = valuesOf(detection.parameters, JsonObject.parse(row.parameters));
  const suppressions = await standingSuppressions(ctx, row.to);
  const tried = { detection, values, range: { from: row.from, to: row.to }, suppressions };
  const tally = new BacktestTally(tried.range);
  if (detection.looks === "range") await overRange(ctx, tried, tally);
  else await overAgents(ctx, row.id, tried, tally);
  return tally.result();
}

/** Day by day, as it would have been looked at. */
async function overRange(ctx: Ctx, { detection, values, range, suppressions }: Tried, tally: BacktestTally) {
  if (detection.looks !== "range") return;
  for (let day = startOf(range.from, DAY_MS); day < range.to; day = new Date(day.getTime() + DAY_MS)) {
    const to = new Date(Math.min(day.getTime() + DAY_MS, range.to.getTime()));
    const hits = await detection.find(ctx, { from: day, to }, values);
    tally.add(hits.filter((hit) => suppressedBy(suppressions, detection.id, hit) === null));
  }
}

async function overAgents(ctx: Ctx, id: string, tried: Tried, tally: BacktestTally): Promise<void> {
  const { detection, values, range, suppressions } = tried;
  if (detection.looks !== "hour") return;
  const excluded = await excludedAgents(ctx);
  const known = new Date(startOf(range.from, DAY_MS).getTime() - LEARNED_DAYS * DAY_MS);
  for (let after = ""; tally.agents < MOST_AGENTS; ) {
    const ids = await agentsIn(ctx, range, after, AGENTS_AT_ONCE);
    const end = ids.at(-1);
    if (end === undefined) return;
    after = end;
    const agents = await readAgents(ctx, ids);
    const last = await lastDays(ctx, ids, startOf(range.from, DAY_MS));
    const hours = byAgent(await readHours(ctx, ids, { from: known, to: range.to }));
    for (const agent of agents.values()) {
      if (excluded.has(agent.id)) continue;
      tally.agents += 1;
      const seen = (hours.get(agent.id) ?? []).map((hour) => withoutTools(suppressions, detection.id, hour));
      const hits = judgeHistory(detection, values, { agent, hours: seen, range, lastDay: last.get(agent.id) ?? null });
      tally.add(hits.filter((hit) => suppressedBy(suppressions, detection.id, hit) === null));
    }
    await ctx.db.$executeRaw(Prisma.sql`
      UPDATE "DetectionBacktest" SET "aliveAt" = clock_timestamp() WHERE "id" = ${id}`);
  }
  tally.cut = (await agentsIn(ctx, range, "", MOST_AGENTS + 1)).length > MOST_AGENTS;
}
