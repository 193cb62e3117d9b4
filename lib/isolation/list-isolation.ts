import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { listIsolationOp, MOST_LISTED } from "./contract";
import { readIsolation } from "./read-isolation";
import { worstFirst } from "./rules";

export const listIsolation = query(listIsolationOp, async (ctx) => {
  const now = ctx.now ?? (await databaseNow(ctx.db));
  const { setting, agents } = await readIsolation(ctx, now);
  const shown = agents.filter(({ status }) => status !== "retired").sort(worstFirst);
  const demanded = shown.filter(({ status, demands }) => status === "active" && demands.length > 0);
  return {
    asOf: now.toISOString(),
    setting,
    demanded: demanded.length,
    isolated: demanded.filter(({ state }) => state === "isolated").length,
    total: shown.length,
    items: shown.slice(0, MOST_LISTED),
  };
});
