import { query } from "@/lib/audit/query";
import { getToolOp } from "./contract";
import { loadTool } from "./rows";

export const getTool = query(getToolOp, (ctx, { id }) => loadTool(ctx, id));
