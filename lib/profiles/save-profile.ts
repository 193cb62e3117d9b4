import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange, personBehind } from "@/lib/changes/guard-change";
import { saveProfileOp } from "./contract";
import { prepareProfile } from "./prepare-profile";

export const saveProfile = command(saveProfileOp, async (tx, { reason, ...change }) => {
  await lockChanges(tx);
  return guardChange(tx, await prepareProfile(tx, { ...change, askedBy: await personBehind(tx) }), reason);
});
