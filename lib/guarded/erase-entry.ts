import { eraseEntryOp } from "@/lib/audit/tree-contract";
import { guardedCommand } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import { Prisma } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";

/** The record of an erasure must last as long as the log: without it, a missing payload would be a hole. */
const KEPT = "audit.erased";

export const eraseEntry = guardedCommand(
  eraseEntryOp,
  {
    judge: async (tx, { id }) => {
      const where = { id, orgId: tx.orgId };
      const found = await tx.db.auditEntry.findFirst({ where, select: { action: true, at: true, leafHash: true } });
      if (!found) throw notFound("audit entry");
      const entry = `the entry ${found.action} of ${found.at.toISOString()}`;
      return {
        kind: "evidence",
        subject: id,
        title: `Erasure of ${entry}`,
        base: found.leafHash,
        // Its payload is what is to go: it is read in the log, and not copied here.
        texts: [{ title: "Payload", before: `${found.action}, ${found.leafHash}`, after: "" }],
        weakenings: weakeningsOf("evidence", { entry }),
      };
    },
  },
  async (tx, { id, reason }) => {
    const entry = await tx.db.auditEntry.findFirst({
      where: { id, orgId: tx.orgId },
      select: { seq: true, action: true, leaf: true, leafHash: true, sealed: { select: { index: true } } },
    });
    if (!entry) throw notFound("audit entry");
    if (entry.action === KEPT) throw new Refusal("conflict", "The record of an erasure cannot itself be erased.");
    if (entry.leaf === "") throw new Refusal("conflict", "The payload of this entry is erased already.");
    if (!entry.sealed) {
      throw new Refusal("conflict", "This entry is not sealed yet. Sealing takes about a second; ask again.");
    }
    const index = Number(entry.sealed.index);
    await tx.db.auditErasure.create({
      data: { seq: entry.seq, orgId: tx.orgId, at: tx.now, byName: tx.actor.name, reason },
      select: { seq: true },
    });
    await tx.db.$executeRaw(Prisma.sql`SELECT "eraseAuditEntry"(${entry.seq})`);
    return {
      result: { id, index, leafHash: entry.leafHash },
      event: {
        action: KEPT,
        target: { kind: "auditEntry", id, name: `entry ${index}` },
        detail: { index, leafHash: entry.leafHash, reason },
      },
    };
  },
);
