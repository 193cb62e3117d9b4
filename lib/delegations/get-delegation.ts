import { query } from "@/lib/audit/query";
import { getDelegationOp } from "./contract";
import { showOne } from "./rows";

export const getDelegation = query(getDelegationOp, (ctx, { id }) => showOne(ctx, id));
