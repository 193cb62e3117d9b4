import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { prepareToolServer } from "./prepare-tool-server";
import { setToolServerOp } from "./tool-contract";

export const setToolServer = command(setToolServerOp, async (tx, change) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareToolServer(tx, change), change.reason);
});
