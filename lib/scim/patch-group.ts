import { command } from "@/lib/audit/command";
import { patchGroupOp } from "./group-contract";
import { changeOf } from "./group-rules";
import { keepGroup } from "./keep-group";

export const patchGroup = command(patchGroupOp, async (tx, { id, Operations }) => {
  const { event } = await keepGroup(tx, id, (before) => changeOf(before, Operations));
  return { result: {}, event };
});
