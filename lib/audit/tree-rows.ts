/** Private to this folder: what is stored about the tree, as the contract shows it. */
import type { AuditCheck as CheckRow } from "@/lib/db/generated/client";
import type { AuditCheck, TreeHead } from "./tree-contract";
import { AuditCheck as Check } from "./tree-contract";
import type { HeadRow } from "./tree-store";

export const treeHeadOf = ({ size, root, at, keyId, checkpoint }: HeadRow): TreeHead => ({
  size,
  root: root.toString("hex"),
  at: at.toISOString(),
  keyId,
  checkpoint,
});

export const checkOf = (row: CheckRow): AuditCheck => ({
  id: row.id,
  status: Check.shape.status.parse(row.status),
  askedBy: row.askedBy,
  askedAt: row.askedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  done: Number(row.done),
  total: Number(row.total),
  heads: row.heads,
  badIndex: row.badIndex === null ? null : Number(row.badIndex),
  fault: row.fault,
});
