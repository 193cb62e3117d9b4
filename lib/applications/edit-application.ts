import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { editApplicationOp } from "./contract";
import { prepareEdit } from "./prepare-application";

export const editApplication = command(editApplicationOp, async (tx, { reason, ...change }) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareEdit(tx, change), reason);
});
