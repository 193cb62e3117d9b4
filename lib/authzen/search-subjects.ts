import { judgeApplication } from "@/lib/applications/judge";
import { query } from "@/lib/audit/query";
import { readGround } from "@/lib/checkpoints/ground";
import { applicationsFor } from "./applications";
import { callerOf } from "./caller";
import { searchSubjectsOp } from "./contract";
import { judgeOn } from "./judge";
import { pageOf } from "./paging";
import { questionOf, SUBJECT } from "./question";

export const searchSubjects = query(searchSubjectsOp, async (ctx, { page, ...asked }) => {
  callerOf(ctx);
  const { type } = asked.subject;
  const search = { asked: ["subject", asked], page };
  const application = (await applicationsFor(ctx, [asked])).answering(type, asked.resource.type);
  const ground = type === SUBJECT ? await readGround(ctx) : null;
  const found = application
    ? pageOf({
        ...search,
        candidates: application.store.ids.get(type) ?? [],
        isPermitted: (id) => judgeApplication(application, { ...asked, subject: { ...asked.subject, id } }).decision,
      })
    : pageOf({
        ...search,
        candidates: ground ? [...ground.agents.keys()] : [],
        isPermitted: (id) => {
          const question = questionOf({ ...asked, subject: { ...asked.subject, id } });
          return ground !== null && "call" in question && judgeOn(ground, question.call).effect === "allow";
        },
      });
  return { page: found.page, results: found.results.map((id) => ({ type, id })) };
});
