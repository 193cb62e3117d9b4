import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { saveRuleOp } from "@/lib/policy/contract";
import { prepareRule } from "./prepare-rule";

/** Stands here because only checkpoints can tell whether anybody could ever meet a rule. */
export const saveRule = command(saveRuleOp, async (tx, { reason, ...change }) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareRule(tx, change), reason);
});
