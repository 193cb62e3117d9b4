import { query } from "@/lib/audit/query";
import { getStopOrderOp } from "./contract";
import { showStopOrder } from "./rows";

export const getStopOrder = query(getStopOrderOp, (ctx, { id }) => showStopOrder(ctx, id));
