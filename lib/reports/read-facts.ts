/** Private to this folder: everything that reports are written from, read by the queries that the pages use. */
import { listFrameworks } from "@/lib/compliance/list-frameworks";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { countFindings } from "@/lib/findings/count-findings";
import { listFindings } from "@/lib/findings/list-findings";
import { listIncidents } from "@/lib/incidents/list-incidents";
import { listAgents } from "@/lib/inventory/list-agents";
import { listTools } from "@/lib/inventory/list-tools";
import { listIsolation } from "@/lib/isolation/list-isolation";
import { getOverview } from "@/lib/maturity/get-overview";
import { getScore } from "@/lib/maturity/get-score";
import { getTrend } from "@/lib/maturity/get-trend";
import { listActions } from "@/lib/maturity/list-actions";
import { listBenchmarks } from "@/lib/maturity/list-benchmarks";
import { readStages } from "@/lib/maturity/read-stages";
import { getPlan } from "@/lib/plan/get-plan";
import { listBundles } from "@/lib/policy/list-bundles";
import { readExercise } from "./read-exercise";

/** The gravest are listed; the counts are of all. */
const MOST_AGENTS = 60;
const MOST_FINDINGS = 40;

export type ReportFacts = Awaited<ReturnType<typeof readFacts>>;

export async function readFacts(ctx: Ctx) {
  const now = await databaseNow(ctx.db);
  const [organisation, overview, score, trend, actions, benchmarks, { plan }, bundles] = await Promise.all([
    ctx.db.organisation.findUniqueOrThrow({ where: { id: ctx.orgId }, select: { name: true } }),
    getOverview(ctx, {}),
    getScore(ctx, {}),
    getTrend(ctx, { days: 90 }),
    listActions(ctx, {}),
    listBenchmarks(ctx, {}),
    getPlan(ctx, {}),
    listBundles(ctx, {}),
  ]);
  const [agents, tools, findings, counts, incidents, isolation, frameworks, exercise] = await Promise.all([
    readAgents(ctx, now),
    listTools(ctx, {}),
    gravest(ctx),
    countFindings(ctx, {}),
    Promise.all((["open", "contained"] as const).map((status) => listIncidents(ctx, { status, limit: MOST_FINDINGS }))),
    listIsolation(ctx, {}),
    listFrameworks(ctx, {}),
    readExercise(ctx),
  ]);
  return {
    now,
    organisation: organisation.name,
    overview,
    score,
    trend,
    actions: actions.items,
    benchmarks: benchmarks.items,
    plan,
    inForce: bundles.items[0] ?? null,
    agents,
    tools: tools.items,
    findings,
    counts,
    incidents: incidents.flatMap(({ items }) => items),
    isolation,
    frameworks: frameworks.items,
    exercise,
  };
}

/** Active agents of the highest risk, each with its owners and what its stage lacks. */
async function readAgents(ctx: Ctx, now: Date) {
  const { items } = await listAgents(ctx, { status: "active", sort: "risk", limit: MOST_AGENTS });
  const stages = await readStages(
    ctx,
    now,
    items.map(({ id }) => id),
  );
  const stageOf = new Map(stages.map((stage) => [stage.agentId, stage]));
  return items.map((agent) => ({ agent, stage: stageOf.get(agent.id) ?? null }));
}

async function gravest(ctx: Ctx) {
  const lists = await Promise.all(
    (["critical", "high"] as const).map((severity) =>
      listFindings(ctx, { status: "open", severity, limit: MOST_FINDINGS }),
    ),
  );
  return lists.flatMap(({ items }) => items);
}
