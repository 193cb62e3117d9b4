import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { decodeCursor, encodeCursor } from "@/lib/shared/cursor";
import { listCredentialsOp } from "./contract";
import { readCredentials } from "./rows";

export const listCredentials = query(listCredentialsOp, async (ctx, { cursor, limit, agentId, state, ended }) => {
  const found = await readCredentials(
    ctx,
    {
      state,
      ended: ended === "with" || state === "ended",
      agentIds: agentId === undefined ? undefined : [agentId],
      after: cursor ? decodeCursor(cursor) : undefined,
      limit: limit + 1,
    },
    await databaseNow(ctx.db),
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: found.length > limit && last ? encodeCursor({ at: new Date(last.recordedAt), id: last.id }) : null,
  };
});
