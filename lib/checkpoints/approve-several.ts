import { several } from "@/lib/audit/several";
import { Refusal } from "@/lib/shared/errors";
import { approveCheckpoint } from "./approve-checkpoint";
import { decideSeveral } from "./decide-several";
import { approveSeveralOp } from "./inbox-contract";
import { oneByOne } from "./rules";

/** What makes them fit to be approved together never changes after a request was opened, so one look before is enough. */
export const approveSeveral = several(approveSeveralOp, async (ctx, { items, reason }) => {
  const rows = await ctx.db.checkpoint.findMany({
    where: { orgId: ctx.orgId, id: { in: items.map(({ id }) => id) } },
    select: { riskTier: true, reversibility: true, groupKey: true, stepUp: true, uninspectable: true },
  });
  const why = oneByOne(rows);
  if (why) throw new Refusal("conflict", `${why} Nothing was decided.`);
  return decideSeveral(items, ({ id, digest }) => approveCheckpoint(ctx, { id, digest, reason }));
});
