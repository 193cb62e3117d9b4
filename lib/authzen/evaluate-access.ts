import { several } from "@/lib/audit/several";
import { answerAll } from "./answer";
import { callerOf } from "./caller";
import { evaluateAccessOp } from "./contract";

export const evaluateAccess = several(evaluateAccessOp, async (ctx, evaluation) => {
  callerOf(ctx);
  const [answer] = await answerAll(ctx, [evaluation], "execute_all");
  if (!answer) throw new Error("a question was not answered");
  return answer;
});
