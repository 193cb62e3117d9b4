import type { z } from "zod";
import type { Step } from "@/lib/audit/command";
import { guardedCommand } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import type { TxCtx } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import { Refusal } from "@/lib/shared/errors";
import { plainName } from "@/lib/shared/plain-name";
import { dismissFindingOp, type Finding } from "./contract";
import { findingOf, findingTarget, loadFinding, loadFindingLocked } from "./rows";

/** High and critical ones take two people: what one dismisses, somebody else has looked at. */
export const dismissFinding = guardedCommand(
  dismissFindingOp,
  {
    judge: async (tx, { id }) => {
      const { title: said, severity, status, factsDigest } = await loadFinding(tx, id);
      const title = plainName(said);
      return {
        kind: "finding",
        subject: id,
        title: `Dismissal of “${title}”`,
        base: { status, factsDigest },
        texts: [{ title, before: `${status}, ${severity}`, after: `dismissed, ${severity}` }],
        weakenings: weakeningsOf("finding", { title, severity }),
      };
    },
  },
  dismissOne,
);

/** In the transaction at hand, by whoever may: the caller has seen to that. */
export async function dismissOne(
  tx: TxCtx,
  { id, reason }: z.output<typeof dismissFindingOp.input>,
): Promise<Step<Finding>> {
  const row = await loadFindingLocked(tx, id);
  if (row.status === "dismissed") return { result: findingOf(row), event: "repetition" };
  if (row.status !== "open") {
    throw new Refusal("conflict", "This finding is resolved: what it was about is no longer so.");
  }
  await tx.db.finding.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { status: "dismissed", closedAt: tx.now, closedBy: tx.actor.name, closedWhy: reason },
    select: { id: true },
  });
  await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: id });
  return {
    result: findingOf(await loadFinding(tx, id)),
    event: {
      action: "finding.dismissed",
      target: findingTarget(row),
      detail: { kind: row.kind, severity: row.severity, facts: row.factsDigest, why: reason },
    },
  };
}
