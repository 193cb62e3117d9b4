import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { controlOf, readFramework } from "./catalogue";
import { type ControlView, getControlOp } from "./contract";
import { judge, referenceOf } from "./control-rules";
import { shownEvidence } from "./evidence-look";
import { lineOf } from "./judge-framework";
import { controlOwners, mappedPolicies } from "./read-mapping";

export const getControl = query(getControlOp, (ctx, { framework, control }) => viewControl(ctx, framework, control));

export async function viewControl(ctx: Ctx, frameworkId: string, key: string): Promise<ControlView> {
  const framework = await readFramework(ctx, frameworkId);
  const control = controlOf(framework, key);
  const now = await databaseNow(ctx.db);
  const [{ evidence, asOf }, policies, owners] = await Promise.all([
    shownEvidence(ctx, now),
    mappedPolicies(ctx),
    controlOwners(ctx, frameworkId),
  ]);
  const judged = judge(framework, control, evidence, policies);
  return {
    ...lineOf({ control, judged }, owners),
    asOf,
    framework: { id: framework.id, title: framework.title },
    source: control.source,
    evidence: judged.evidence,
    policies: judged.policies.map(({ controls: _, ...policy }) => policy),
    reference: referenceOf(framework, control),
  };
}
