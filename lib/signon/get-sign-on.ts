import { query } from "@/lib/audit/query";
import { getSignOnOp } from "./contract";
import { readStanding } from "./rows";

export const getSignOn = query(getSignOnOp, (ctx) => readStanding(ctx));
