import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { allFrameworks } from "./catalogue";
import { listFrameworksOp } from "./contract";
import { headOf, judgeAll } from "./judge-framework";
import { readEvidence } from "./read-evidence";
import { mappedPolicies } from "./read-mapping";

export const listFrameworks = query(listFrameworksOp, async (ctx) => {
  const now = await databaseNow(ctx.db);
  const [frameworks, evidence, policies] = await Promise.all([
    allFrameworks(ctx),
    readEvidence(ctx, now),
    mappedPolicies(ctx),
  ]);
  const items = frameworks.map((framework) => headOf(framework, judgeAll(framework, evidence, policies)));
  return { asOf: now.toISOString(), items };
});
