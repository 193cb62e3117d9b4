import { query } from "@/lib/audit/query";
import { readBundle } from "@/lib/policy/read-bundle";
import { fetchBundleOp } from "./contract";

export const fetchBundle = query(fetchBundleOp, (ctx, { revision }) => readBundle(ctx, revision));
