import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { setOversightSettingOp } from "./contract";
import { prepareSetting } from "./prepare-setting";

export const setOversightSetting = command(setOversightSettingOp, async (tx, { reason, ...change }) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareSetting(tx, change), reason);
});
