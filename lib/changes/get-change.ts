import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { confirmersOf } from "@/lib/identity/two-persons";
import { readChange, showChange, statementOf } from "./change-rows";
import { getChangeOp } from "./contract";

export const getChange = query(getChangeOp, async (ctx, { id }) => {
  const row = await readChange(ctx, id);
  const [people, now] = [await confirmersOf(ctx), await databaseNow(ctx.db)];
  return { ...showChange(row, people, now), texts: statementOf(row).texts };
});
