import { command } from "@/lib/audit/command";
import { replaceGroupOp } from "./group-contract";
import { groupRow, toGroup } from "./group-rows";
import { membersIn } from "./group-rules";
import { keepGroup } from "./keep-group";

export const replaceGroup = command(replaceGroupOp, async (tx, { id, displayName, externalId, members }) => {
  const add = new Set(membersIn(members ?? []));
  const all = { displayName, externalId: externalId ?? null, replaces: true, add, remove: new Set<string>() };
  const { event } = await keepGroup(tx, id, () => all);
  return { result: await toGroup(tx, await groupRow(tx, id)), event };
});
