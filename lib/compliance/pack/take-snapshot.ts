/** Reads all that a pack says which could be another tomorrow. */
import { newestTreeHead } from "@/lib/audit/seal-entries";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { type AuditPack, Prisma } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { originOf } from "@/sdk/merkle/tree-head";
import { readFramework } from "../catalogue";
import { oldestCall } from "../get-framework";
import { clocksOf, headOf, judgeAll, lineOf } from "../judge-framework";
import { readEvidence } from "../read-evidence";
import { controlOwners, mappedPolicies } from "../read-mapping";
import { type Contents, countContents } from "./count-contents";
import { readTables } from "./read-tables";
import type { PackScope } from "./scope";
import type { PackSnapshot } from "./snapshot-contract";

/** Longer than any transaction of ours may last. */
const LONGEST_MS = 60_000;

/**
 * What began before this has been committed or never will be: no later than the oldest transaction that still runs, so that a
 * second try finds the very same rows.
 */
export async function cutOf(ctx: Ctx, to: Date): Promise<Date> {
  const now = await databaseNow(ctx.db);
  const rows = await ctx.db.$queryRaw<{ oldest: Date | null }[]>(Prisma.sql`
    SELECT date_trunc('milliseconds', min("xact_start")) AS "oldest" FROM pg_stat_activity
     WHERE "datname" = current_database() AND "backend_type" = 'client backend' AND "pid" <> pg_backend_pid()`);
  const running = Math.min(rows[0]?.oldest?.getTime() ?? now.getTime(), now.getTime());
  return new Date(Math.min(to.getTime(), Math.max(running, now.getTime() - LONGEST_MS)));
}

type Asked = Pick<AuditPack, "framework" | "from" | "to" | "agentIds">;

export async function takeSnapshot(ctx: Ctx, asked: Asked): Promise<PackSnapshot> {
  const head = await newestTreeHead(ctx);
  if (!head) throw new Refusal("unavailable", "Nothing of the audit log is sealed yet, so nothing could be proven.");
  const cut = await cutOf(ctx, asked.to);
  const scope = { from: asked.from, cut, agentIds: asked.agentIds };
  const now = await databaseNow(ctx.db);
  const [controls, contents, tables, rest] = await Promise.all([
    readControls(ctx, asked.framework, now),
    countContents(ctx, scope),
    readTables(ctx, scope),
    readRest(ctx, scope),
  ]);
  return {
    asOf: now.toISOString(),
    cut: cut.toISOString(),
    head: { origin: originOf(ctx.orgId), size: head.size, checkpoint: head.checkpoint },
    ...controls,
    tables,
    ...rest,
    numbers: numbersOf(contents),
  };
}

const numbersOf = ({ calls, lost, unmediated, receipts, undecided, entries }: Contents) => ({
  calls,
  lost,
  unmediated,
  receipts,
  undecided,
  entries,
});

/** What is said of a framework now, in the form in which a snapshot keeps it. */
export async function readControls(ctx: Ctx, id: string, now: Date) {
  const whole = await readFramework(ctx, id);
  const [evidence, policies, owners, oldest] = await Promise.all([
    readEvidence(ctx, now),
    mappedPolicies(ctx),
    controlOwners(ctx, id),
    oldestCall(ctx),
  ]);
  const judged = judgeAll(whole, evidence, policies);
  const { controls: _, ...framework } = whole;
  return {
    framework,
    counts: headOf(whole, judged).counts,
    clocks: clocksOf(whole, oldest, now),
    controls: judged.map((one) => ({
      ...lineOf(one, owners),
      source: one.control.source,
      policies: one.judged.policies.map(({ slug, version }) => `${slug}@${version}`),
    })),
    evidence: [...evidence.values()],
  };
}

async function readRest({ db, orgId }: Ctx, { agentIds }: PackScope) {
  const [org, agents, inForce, rules] = await Promise.all([
    db.organisation.findUniqueOrThrow({ where: { id: orgId }, select: { id: true, name: true } }),
    db.agent.findMany({
      where: { orgId, id: { in: [...agentIds] } },
      orderBy: { id: "asc" },
      select: { id: true, name: true },
    }),
    db.$queryRaw<{ slug: string; version: number }[]>(Prisma.sql`
      SELECT p."slug", f."version" FROM "PublishedPolicy" f JOIN "Policy" p ON p."id" = f."policyId" AND p."orgId" = f."orgId"
       WHERE f."orgId" = ${orgId} ORDER BY p."slug"`),
    db.checkpointRule.findMany({
      where: { orgId },
      orderBy: { slug: "asc" },
      select: { slug: true, title: true, stages: true, expiresInSeconds: true, stepUp: true, separation: true },
    }),
  ]);
  return { org, agents, policiesInForce: inForce, rules };
}
