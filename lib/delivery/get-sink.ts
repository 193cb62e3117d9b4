import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { getSinkOp } from "./contract";
import { loadSink, toSink } from "./rows";

const SAMPLED_MS = 3 * 3_600_000;

export const getSink = query(getSinkOp, async (ctx, { id }) => {
  const row = await loadSink(ctx, id);
  const now = await databaseNow(ctx.db);
  const samples = await ctx.db.deliverySample.findMany({
    where: { sinkId: id, orgId: ctx.orgId, minute: { gte: new Date(now.getTime() - SAMPLED_MS) } },
    orderBy: { minute: "asc" },
  });
  return {
    ...(await toSink(ctx, row)),
    samples: samples.map((sample) => ({ ...sample, minute: sample.minute.toISOString() })),
    asOf: now.toISOString(),
  };
});
