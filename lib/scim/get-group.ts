import { query } from "@/lib/audit/query";
import { getGroupOp } from "./group-contract";
import { groupRow, toGroup } from "./group-rows";
import { showsMembers } from "./group-rules";

export const getGroup = query(getGroupOp, async (ctx, { id, ...shown }) =>
  toGroup(ctx, await groupRow(ctx, id), showsMembers(shown)),
);
