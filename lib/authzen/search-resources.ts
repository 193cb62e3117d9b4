import { query } from "@/lib/audit/query";
import { readGround } from "@/lib/checkpoints/ground";
import { callerOf } from "./caller";
import { searchResourcesOp } from "./contract";
import { judgeOn } from "./judge";
import { pageOf } from "./paging";
import { questionOf, RESOURCE } from "./question";

export const searchResources = query(searchResourcesOp, async (ctx, { page, ...asked }) => {
  callerOf(ctx);
  const ground = await readGround(ctx);
  const found = pageOf({
    asked: ["resource", asked],
    page,
    candidates: asked.resource.type === RESOURCE ? [...ground.tools.keys()] : [],
    isPermitted: (id) => {
      const question = questionOf({ ...asked, resource: { ...asked.resource, id } });
      return "call" in question && judgeOn(ground, question.call).effect === "allow";
    },
  });
  return { page: found.page, results: found.results.map((id) => ({ type: RESOURCE, id }) as const) };
});
