import { query } from "@/lib/audit/query";
import { showStopOrder } from "./rows";
import { getStopOrderOp } from "./stop-contract";

export const getStopOrder = query(getStopOrderOp, (ctx, { id }) => showStopOrder(ctx, id));
