import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { setHoldLimitsOp } from "./flood-contract";
import { prepareHoldLimits } from "./prepare-hold-limits";

export const setHoldLimits = command(setHoldLimitsOp, async (tx, { reason, ...limits }) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareHoldLimits(tx, limits), reason);
});
