import { query } from "@/lib/audit/query";
import { getPolicyOp } from "./contract";
import { readPolicy } from "./rows";

export const getPolicy = query(getPolicyOp, (ctx, { id }) => readPolicy(ctx, id));
