import { query } from "@/lib/audit/query";
import { countFindingsOp, Severity } from "./contract";

export const countFindings = query(countFindingsOp, async (ctx) => {
  const groups = await ctx.db.finding.groupBy({
    by: ["severity"],
    where: { orgId: ctx.orgId, status: "open" },
    _count: { _all: true },
  });
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity, _count } of groups) bySeverity[Severity.parse(severity)] = _count._all;
  return { open: Object.values(bySeverity).reduce((sum, count) => sum + count, 0), bySeverity };
});
