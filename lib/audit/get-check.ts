import { query } from "./query";
import { getCheckOp } from "./tree-contract";
import { checkOf } from "./tree-rows";

export const getCheck = query(getCheckOp, async ({ db, orgId }) => {
  const row = await db.auditCheck.findFirst({ where: { orgId }, orderBy: [{ askedAt: "desc" }, { id: "desc" }] });
  return { check: row && checkOf(row) };
});
