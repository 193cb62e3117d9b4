import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { requireSignOnOp } from "./contract";
import { prepareRequired } from "./prepare-required";

/** Taking passwords again is for two people, and with it everything that stands still while single sign-on is required. */
export const requireSignOn = command(requireSignOnOp, async (tx, change) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareRequired(tx, change), change.reason);
});
