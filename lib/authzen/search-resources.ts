import { judgeApplication } from "@/lib/applications/judge";
import { query } from "@/lib/audit/query";
import { readGround } from "@/lib/checkpoints/ground";
import { applicationsFor } from "./applications";
import { callerOf } from "./caller";
import { searchResourcesOp } from "./contract";
import { judgeOn } from "./judge";
import { pageOf } from "./paging";
import { questionOf, RESOURCE } from "./question";

export const searchResources = query(searchResourcesOp, async (ctx, { page, ...asked }) => {
  callerOf(ctx);
  const { type } = asked.resource;
  const search = { asked: ["resource", asked], page };
  const application = (await applicationsFor(ctx, [asked])).answering(asked.subject.type, type);
  const ground = type === RESOURCE ? await readGround(ctx) : null;
  const found = application
    ? pageOf({
        ...search,
        candidates: application.store.ids.get(type) ?? [],
        isPermitted: (id) => judgeApplication(application, { ...asked, resource: { ...asked.resource, id } }).decision,
      })
    : pageOf({
        ...search,
        candidates: ground ? [...ground.tools.keys()] : [],
        isPermitted: (id) => {
          const question = questionOf({ ...asked, resource: { ...asked.resource, id } });
          return ground !== null && "call" in question && judgeOn(ground, question.call).effect === "allow";
        },
      });
  return { page: found.page, results: found.results.map((id) => ({ type, id })) };
});
