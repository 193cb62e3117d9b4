import { query } from "@/lib/audit/query";
import { listStopOrdersOp } from "./contract";
import { readStopOrders } from "./rows";

export const listStopOrders = query(listStopOrdersOp, async (ctx, { agentId }) => ({
  items: await readStopOrders(ctx, agentId ? { agentId } : {}, 100),
}));
