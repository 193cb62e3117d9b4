import { several } from "@/lib/audit/several";
import { parseInput } from "@/lib/audit/verb";
import { type Asked, answerAll } from "./answer";
import { callerOf } from "./caller";
import { Evaluation, evaluateAccessOp, evaluateSeveralOp } from "./contract";
import { evaluateAccess } from "./evaluate-access";

/** Without questions of its own the request is one question, and is answered as one. */
export const evaluateSeveral = several(evaluateSeveralOp, async (ctx, { evaluations = [], options, ...defaults }) => {
  callerOf(ctx);
  if (evaluations.length === 0) return evaluateAccess(ctx, parseInput(evaluateAccessOp, defaults));
  const asked = evaluations.map((own) => readWith(defaults, own));
  return { evaluations: await answerAll(ctx, asked, options?.evaluations_semantic ?? "execute_all") };
});

/** A member that the question has is its own, whole: nothing is merged into it. */
function readWith(defaults: Partial<Evaluation>, own: unknown): Asked {
  if (typeof own !== "object" || own === null || Array.isArray(own)) return { error: "A question is an object." };
  const read = Evaluation.safeParse({ ...defaults, ...own });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return { error: `${issue?.path.join(".") || "The question"}: ${issue?.message ?? "not readable"}.` };
}
