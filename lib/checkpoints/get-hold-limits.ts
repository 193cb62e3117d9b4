import { query } from "@/lib/audit/query";
import { limitsOf } from "./flood";
import { getHoldLimitsOp } from "./flood-contract";

export const getHoldLimits = query(getHoldLimitsOp, (ctx) => limitsOf(ctx));
