import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { readFramework } from "./catalogue";
import { getFrameworkOp } from "./contract";
import { shownEvidence } from "./evidence-look";
import { clocksOf, headOf, judgeAll, lineOf } from "./judge-framework";
import { controlOwners, mappedPolicies } from "./read-mapping";

export const getFramework = query(getFrameworkOp, async (ctx, { framework: id }) => {
  const framework = await readFramework(ctx, id);
  const now = await databaseNow(ctx.db);
  const [{ evidence, asOf }, policies, owners, oldest] = await Promise.all([
    shownEvidence(ctx, now),
    mappedPolicies(ctx),
    controlOwners(ctx, id),
    oldestCall(ctx),
  ]);
  const judged = judgeAll(framework, evidence, policies);
  return {
    ...headOf(framework, judged),
    asOf,
    clocks: clocksOf(framework, oldest, now),
    items: judged.map((one) => lineOf(one, owners)),
  };
});

/** By the index of arrival: one row, however many there are. */
export async function oldestCall({ db, orgId }: Ctx): Promise<Date | null> {
  const row = await db.activityEvent.findFirst({
    where: { orgId },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    select: { receivedAt: true },
  });
  return row?.receivedAt ?? null;
}
