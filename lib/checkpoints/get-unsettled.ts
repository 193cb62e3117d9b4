import { query } from "@/lib/audit/query";
import { getUnsettledOp } from "./outcome-contract";
import { unsettledCall } from "./outcomes";
import { readRow } from "./rows";
import { showUnsettled } from "./unsettled-rows";

export const getUnsettled = query(getUnsettledOp, async (ctx, { id }) => {
  await readRow(ctx, id);
  const call = await unsettledCall(ctx, id);
  return { call: call && (await showUnsettled(ctx, call)) };
});
