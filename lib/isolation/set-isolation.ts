import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { setIsolationOp } from "./contract";
import { prepareIsolation } from "./prepare-isolation";

export const setIsolation = command(setIsolationOp, async (tx, { reason, ...change }) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareIsolation(tx, change), reason);
});
