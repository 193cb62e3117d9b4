import { query } from "@/lib/audit/query";
import { getApplicationOp } from "./contract";
import { readApplication } from "./rows";

export const getApplication = query(getApplicationOp, (ctx, { id }) => readApplication(ctx, id));
