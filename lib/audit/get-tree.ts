import { originOf } from "@/sdk/merkle/tree-head";
import { query } from "./query";
import { getTreeOp } from "./tree-contract";
import { treeHeadOf } from "./tree-rows";
import { newestHead } from "./tree-store";

export const getTree = query(getTreeOp, async ({ db, orgId }) => {
  const head = await newestHead(db, orgId);
  const waiting = await db.auditPending.count({ where: { orgId } });
  return { origin: originOf(orgId), head: head && treeHeadOf(head), waiting };
});
