import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { allFrameworks } from "./catalogue";
import { listFrameworksOp } from "./contract";
import { shownEvidence } from "./evidence-look";
import { headOf, judgeAll } from "./judge-framework";
import { mappedPolicies } from "./read-mapping";

export const listFrameworks = query(listFrameworksOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const [frameworks, { evidence, asOf }, policies] = await Promise.all([
    allFrameworks(ctx),
    shownEvidence(ctx, now),
    mappedPolicies(ctx),
  ]);
  const items = frameworks.map((framework) => headOf(framework, judgeAll(framework, evidence, policies)));
  return { asOf, items };
});
