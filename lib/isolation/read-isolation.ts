/** For other domains too: which agents must be isolated and whether they are, in a handful of statements. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { digestsInForce } from "@/lib/profiles/digests-in-force";
import { CanaryResult } from "@/sdk/wire/canary-attempt";
import { AgentStatus, RiskTier } from "@/sdk/wire/words";
import type { AgentIsolation, IsolationSetting } from "./contract";
import { readSetting } from "./read-setting";
import { type LineRow, lineOf } from "./rows";
import { demandsOn, OPERATION_DAYS, stateOf } from "./rules";

const DAY_MS = 86_400_000;

/** `only` restricts it to some agents. In the order of their ids. */
export async function readIsolation(
  ctx: Ctx,
  now: Date,
  only?: readonly string[],
): Promise<{ setting: IsolationSetting; agents: AgentIsolation[] }> {
  const setting = await readSetting(ctx);
  const [agents, operations, runs, digests] = await Promise.all([
    ctx.db.agent.findMany({
      where: { orgId: ctx.orgId, id: only && { in: [...only] } },
      orderBy: { id: "asc" },
      select: { id: true, name: true, riskTier: true, status: true, dataClasses: true },
    }),
    readOperations(ctx, now, setting.operationClasses, only),
    readLast(ctx, only),
    digestsInForce(ctx),
  ]);
  return {
    setting,
    agents: agents.map(({ id, name, riskTier, status, dataClasses }): AgentIsolation => {
      const last = runs.get(id) ?? null;
      const tier = RiskTier.parse(riskTier);
      const facts = last && {
        ...last,
        result: CanaryResult.parse(last.result),
        reviewed: digests.has(last.profileDigest),
      };
      return {
        agentId: id,
        agentName: name,
        riskTier: tier,
        status: AgentStatus.parse(status),
        demands: demandsOn({ riskTier: tier, dataClasses, operations: operations.get(id) ?? [] }, setting),
        ...stateOf(facts, now, setting),
        last: last && lineOf(last),
      };
    }),
  };
}

/** Operations of these classes that were permitted lately. To run in a sandbox is none that asks for one. */
async function readOperations(
  { db, orgId }: Ctx,
  now: Date,
  classes: readonly string[],
  only?: readonly string[],
): Promise<Map<string, string[]>> {
  if (classes.length === 0) return new Map();
  const since = new Date(now.getTime() - OPERATION_DAYS * DAY_MS);
  const ofAgent = only === undefined ? Prisma.empty : Prisma.sql`AND "agentId" = ANY(${[...only]})`;
  const rows = await db.$queryRaw<{ agentId: string; classes: string[] }[]>(Prisma.sql`
    SELECT "agentId", array_agg(DISTINCT "operationClass") AS "classes" FROM "ActivityDay"
    WHERE "orgId" = ${orgId} AND "from" >= ${since} AND "calls" > 0 AND "effect" = 'allow'
      AND "operationClass" = ANY(${[...classes]}) AND "tool" <> 'sandbox/run' ${ofAgent}
    GROUP BY "agentId"`);
  return new Map(rows.map((row) => [row.agentId, row.classes]));
}

/** The newest run of each agent. */
async function readLast({ db, orgId }: Ctx, only?: readonly string[]): Promise<Map<string, LineRow>> {
  const ofAgent = only === undefined ? Prisma.empty : Prisma.sql`AND "agentId" = ANY(${[...only]})`;
  const rows = await db.$queryRaw<LineRow[]>(Prisma.sql`
    SELECT DISTINCT ON ("agentId") "id", "agentId", "result", "reason", "endedAt", "receivedAt", "contained", "escaped",
      "voided", "profileName", "profileDigest", "revision", "pepId", "pepName"
    FROM "CanaryRun" WHERE "orgId" = ${orgId} ${ofAgent}
    ORDER BY "agentId", "receivedAt" DESC, "id" DESC`);
  return new Map(rows.map((row) => [row.agentId, row]));
}
