import { query } from "@/lib/audit/query";
import { getBundleOp } from "./contract";
import { readBundle } from "./read-bundle";

export const getBundle = query(getBundleOp, (ctx, { revision }) => readBundle(ctx, revision));
