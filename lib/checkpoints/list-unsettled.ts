import { query } from "@/lib/audit/query";
import { listUnsettledOp } from "./outcome-contract";
import { unsettledCalls } from "./outcomes";
import { showUnsettled } from "./unsettled-rows";

const MOST = 200;

export const listUnsettled = query(listUnsettledOp, async (ctx, { found }) => {
  const calls = await unsettledCalls(ctx, found === "yes", MOST);
  return { items: await Promise.all(calls.map((call) => showUnsettled(ctx, call))) };
});
