import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { catalogue } from "./catalogue";
import { readFacts } from "./facts";
import { readLook } from "./read-groups";
import { stageOf } from "./rules";
import { listFailingOp } from "./standing-contract";

/** Who is on the list is of the last look; why is of now, and whoever has been mended meanwhile is left out. */
export const listFailing = query(listFailingOp, async (ctx, { requirement, cursor, limit }) => {
  if (!catalogue.some(({ id }) => id === requirement)) throw notFound("requirement");
  const failing = Prisma.sql`"orgId" = ${ctx.orgId} AND "status" = 'active' AND NOT ${requirement} = ANY("met")`;
  const after = cursor ? Prisma.sql`AND "agentId" > ${cursor}` : Prisma.empty;
  const [now, lookedAt, rows, counted] = await Promise.all([
    databaseNow(ctx.db),
    readLook(ctx),
    ctx.db.$queryRaw<{ agentId: string }[]>(Prisma.sql`
      SELECT "agentId" FROM "AgentMaturity" WHERE ${failing} ${after} ORDER BY "agentId" LIMIT ${limit + 1}`),
    ctx.db.$queryRaw<{ total: number }[]>(Prisma.sql`
      SELECT count(*)::int AS "total" FROM "AgentMaturity" WHERE ${failing}`),
  ]);
  const ids = rows.slice(0, limit).map(({ agentId }) => agentId);
  const { agents } = ids.length > 0 ? await readFacts(ctx, now, ids) : { agents: [] };
  return {
    items: agents.flatMap((facts) => {
      const { agentId, agentName, riskTier, status, stage, requirements } = stageOf(facts);
      const one = requirements.find(({ id }) => id === requirement);
      if (status !== "active" || !one || one.state === "met") return [];
      return [{ agentId, agentName, riskTier, stage, requirement: one }];
    }),
    nextCursor: rows.length > limit ? (ids.at(-1) ?? null) : null,
    total: counted[0]?.total ?? 0,
    lookedAt,
  };
});
