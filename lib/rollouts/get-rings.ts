import { query } from "@/lib/audit/query";
import { getRingsOp } from "./contract";
import { ringsNow } from "./rings-now";

export const getRings = query(getRingsOp, ringsNow);
