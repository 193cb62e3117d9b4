import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { createApplicationOp } from "./contract";
import { prepareCreation } from "./prepare-application";

export const createApplication = command(createApplicationOp, async (tx, { reason, ...creation }) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareCreation(tx, creation), reason);
});
