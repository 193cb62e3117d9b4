import { query } from "@/lib/audit/query";
import { getAgentOp } from "./contract";
import { loadAgent } from "./rows";

export const getAgent = query(getAgentOp, (ctx, { id }) => loadAgent(ctx, id));
