import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { readAgentRuns } from "@/lib/profiles/read-agent-runs";
import { notFound } from "@/lib/shared/errors";
import { getIsolationOp } from "./contract";
import { readIsolation } from "./read-isolation";
import { lineFields, lineOf, wholeRunOf } from "./rows";

const MOST_RUNS = 50;

export const getIsolation = query(getIsolationOp, async (ctx, { agentId }) => {
  const now = ctx.now ?? (await databaseNow(ctx.db));
  const { agents } = await readIsolation(ctx, now, [agentId]);
  const [agent] = agents;
  if (!agent) throw notFound("agent");
  const of = { orgId: ctx.orgId, agentId };
  const runs = await ctx.db.canaryRun.findMany({
    where: of,
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take: MOST_RUNS,
    select: lineFields,
  });
  const [first] = runs;
  const newest =
    first && (await ctx.db.canaryRun.findUnique({ where: { id_orgId: { id: first.id, orgId: ctx.orgId } } }));
  const pep =
    newest &&
    (await ctx.db.pep.findUnique({
      where: { id_orgId: { id: newest.pepId, orgId: ctx.orgId } },
      select: { publicKey: true },
    }));
  const sandboxes = await readAgentRuns(ctx, agentId);
  return {
    ...agent,
    sandboxes,
    runs: runs.map(lineOf),
    newest: newest ? wholeRunOf(newest, pep?.publicKey ?? null) : null,
  };
});
