import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { getPackOp } from "./pack-contract";
import { showPack } from "./rows";

export const getPack = query(getPackOp, async (ctx, { id }) => showPack(ctx, id, await databaseNow(ctx.db)));
