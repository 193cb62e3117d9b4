import { query } from "@/lib/audit/query";
import { getRollOutOp } from "./contract";
import { readRow, showRollOut } from "./rows";

export const getRollOut = query(getRollOutOp, async (ctx, { id }) => showRollOut(ctx, await readRow(ctx, id)));
