import { query } from "@/lib/audit/query";
import { notFound } from "@/lib/shared/errors";
import { getOrganisationOp } from "./contract";
import { toOrganisation } from "./rows";

export const getOrganisation = query(getOrganisationOp, async (ctx) => {
  const row = await ctx.db.organisation.findUnique({ where: { id: ctx.orgId } });
  if (!row) throw notFound("organisation");
  return toOrganisation(row);
});
