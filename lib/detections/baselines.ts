/** Private to this folder: the stored baselines, worked out anew for each agent on the first day on which it calls something. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Baseline, baselineOf, LEARNED_DAYS } from "./baseline";
import { byAgent, DAY_MS, readHours } from "./hours";

/** Worked out at once: 28 days of hours of so many agents are held in memory. */
const BATCH = 25;
/** An hour that ended yesterday may still be looked at today. */
const KEPT_DAYS = 2;

const Body = z.object({ baseline: Baseline.nullable() });

/** The baselines of these agents for the day that begins then; null where nothing was learned. */
export async function baselinesFor(
  ctx: Ctx,
  agentIds: readonly string[],
  day: Date,
): Promise<Map<string, Baseline | null>> {
  const kept = await ctx.db.agentBaseline.findMany({
    where: { orgId: ctx.orgId, agentId: { in: [...agentIds] }, asOf: day },
  });
  const known = new Map(kept.map(({ agentId, body }) => [agentId, Body.parse(body).baseline]));
  const missing = agentIds.filter((id) => !known.has(id));
  for (let start = 0; start < missing.length; start += BATCH) {
    for (const [id, learned] of await learn(ctx, missing.slice(start, start + BATCH), day)) known.set(id, learned);
  }
  return known;
}

async function learn({ db, orgId, ...ctx }: Ctx, agentIds: readonly string[], day: Date) {
  const from = new Date(day.getTime() - LEARNED_DAYS * DAY_MS);
  const hours = byAgent(await readHours({ ...ctx, db, orgId }, agentIds, { from, to: day }));
  const learned = new Map(agentIds.map((id) => [id, baselineOf(hours.get(id) ?? [], day)]));
  await db.agentBaseline.createMany({
    data: [...learned].map(([agentId, baseline]) => ({ orgId, agentId, asOf: day, body: { baseline } })),
    skipDuplicates: true,
  });
  await db.agentBaseline.deleteMany({
    where: {
      orgId,
      agentId: { in: [...agentIds] },
      asOf: { lt: new Date(day.getTime() - KEPT_DAYS * DAY_MS) },
    },
  });
  return learned;
}
