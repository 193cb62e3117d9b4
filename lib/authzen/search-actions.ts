import { judgeApplication } from "@/lib/applications/judge";
import { query } from "@/lib/audit/query";
import { readGround } from "@/lib/checkpoints/ground";
import { concernedBy } from "./answer";
import { applicationsFor } from "./applications";
import { callerOf } from "./caller";
import { searchActionsOp } from "./contract";
import { judgeOn } from "./judge";
import { pageOf } from "./paging";
import { ACTION, questionOf } from "./question";

export const searchActions = query(searchActionsOp, async (ctx, { page, ...asked }) => {
  callerOf(ctx);
  const search = { asked: ["action", asked], page };
  const application = (await applicationsFor(ctx, [asked])).answering(asked.subject.type, asked.resource.type);
  if (application) {
    const { page: at, results } = pageOf({
      ...search,
      candidates: application.actions,
      isPermitted: (name) => judgeApplication(application, { ...asked, action: { name } }).decision,
    });
    return { page: at, results: results.map((name) => ({ name })) };
  }
  const question = questionOf({ ...asked, action: { name: ACTION } });
  const ground = "call" in question ? await readGround(ctx, concernedBy([question])) : null;
  const found = pageOf({
    ...search,
    candidates: [ACTION],
    isPermitted: () => ground !== null && "call" in question && judgeOn(ground, question.call).effect === "allow",
  });
  return { page: found.page, results: found.results.map((name) => ({ name })) };
});
