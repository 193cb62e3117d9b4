import { query } from "@/lib/audit/query";
import { previewCallsOp } from "./contract";
import { countsOf } from "./plan-calls";
import { readBatch } from "./read-batch";

export const previewCalls = query(previewCallsOp, async (ctx, input) => {
  const { columns, planned } = await readBatch(ctx, input);
  return { columns, counts: countsOf(planned), rows: planned.map(({ shown }) => shown) };
});
