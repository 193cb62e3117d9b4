import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { setDetectionOp } from "./contract";
import { prepareDetection } from "./prepare-detection";

export const setDetection = command(setDetectionOp, async (tx, change) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareDetection(tx, change), change.reason);
});
