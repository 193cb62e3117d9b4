import { query } from "@/lib/audit/query";
import { refuseUnlessOffered } from "./access-refusal";
import { readTaskOp } from "./request-contract";
import { readTaskOf } from "./task";

export const readTask = query(readTaskOp, async (ctx, { id }) => {
  refuseUnlessOffered();
  return readTaskOf(ctx, id);
});
