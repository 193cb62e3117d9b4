import { query } from "@/lib/audit/query";
import { getReplayOp } from "./contract";
import { draftNow, readReplay, replayOf } from "./rows";

export const getReplay = query(getReplayOp, async (ctx, { id }) =>
  replayOf(await readReplay(ctx, id), await draftNow(ctx)),
);
