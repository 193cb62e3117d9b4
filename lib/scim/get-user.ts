import { query } from "@/lib/audit/query";
import { getUserOp } from "./contract";
import { toUser, userRow } from "./rows";

export const getUser = query(getUserOp, async (ctx, { id }) => toUser(await userRow(ctx, id)));
