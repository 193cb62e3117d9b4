import { query } from "@/lib/audit/query";
import { readGround } from "@/lib/checkpoints/ground";
import { concernedBy } from "./answer";
import { callerOf } from "./caller";
import { searchActionsOp } from "./contract";
import { judgeOn } from "./judge";
import { pageOf } from "./paging";
import { ACTION, questionOf } from "./question";

export const searchActions = query(searchActionsOp, async (ctx, { page, ...asked }) => {
  callerOf(ctx);
  const question = questionOf({ ...asked, action: { name: ACTION } });
  const ground = await readGround(ctx, concernedBy([question]));
  const found = pageOf({
    asked: ["action", asked],
    page,
    candidates: [ACTION],
    isPermitted: () => "call" in question && judgeOn(ground, question.call).effect === "allow",
  });
  return { page: found.page, results: found.results.map((name) => ({ name })) };
});
