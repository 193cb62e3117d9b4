import { query } from "@/lib/audit/query";
import { listPolicyTestsOp } from "./test-contract";
import { readTests } from "./test-rows";

export const listPolicyTests = query(listPolicyTestsOp, async (ctx) => ({ items: await readTests(ctx) }));
