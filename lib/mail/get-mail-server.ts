import { query } from "@/lib/audit/query";
import { getMailServerOp } from "./contract";
import { readStanding } from "./rows";

export const getMailServer = query(getMailServerOp, (ctx) => readStanding(ctx));
