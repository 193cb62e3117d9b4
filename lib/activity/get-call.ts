import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { notFound } from "@/lib/shared/errors";
import { getCallOp } from "./contract";
import { selectCalls } from "./rows";

/** As much as an event may carry: nothing is cut. */
const ALL = 1_000_000;

export const getCall = query(getCallOp, async (ctx, { id }) => {
  const where = Prisma.sql`e."id" = ${id}`;
  const [call] = await selectCalls(ctx, {
    decided: where,
    telemetry: where,
    import: where,
    byId: true,
    limit: 1,
    mostArguments: ALL,
  });
  if (!call) throw notFound("tool call");
  return call;
});
