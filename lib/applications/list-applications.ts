import { query } from "@/lib/audit/query";
import { listApplicationsOp } from "./contract";
import { summaryOf } from "./rows";

export const listApplications = query(listApplicationsOp, async (ctx) => {
  const rows = await ctx.db.application.findMany({
    where: { orgId: ctx.orgId },
    include: { versions: { orderBy: { version: "desc" }, take: 1 } },
    orderBy: { slug: "asc" },
  });
  return { items: rows.flatMap((row) => row.versions.map((current) => summaryOf(row, current))) };
});
