import { query } from "@/lib/audit/query";
import { readGround } from "@/lib/checkpoints/ground";
import { callerOf } from "./caller";
import { searchSubjectsOp } from "./contract";
import { judgeOn } from "./judge";
import { pageOf } from "./paging";
import { questionOf, SUBJECT } from "./question";

export const searchSubjects = query(searchSubjectsOp, async (ctx, { page, ...asked }) => {
  callerOf(ctx);
  const ground = await readGround(ctx);
  const found = pageOf({
    asked: ["subject", asked],
    page,
    candidates: asked.subject.type === SUBJECT ? [...ground.agents.keys()] : [],
    isPermitted: (id) => {
      const question = questionOf({ ...asked, subject: { ...asked.subject, id } });
      return "call" in question && judgeOn(ground, question.call).effect === "allow";
    },
  });
  return { page: found.page, results: found.results.map((id) => ({ type: SUBJECT, id }) as const) };
});
