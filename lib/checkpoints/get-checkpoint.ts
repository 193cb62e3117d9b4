import { query } from "@/lib/audit/query";
import { getCheckpointOp } from "./contract";
import { readRow } from "./rows";
import { showCheckpoint } from "./show-checkpoint";

export const getCheckpoint = query(getCheckpointOp, async (ctx, { id }) => showCheckpoint(ctx, await readRow(ctx, id)));
