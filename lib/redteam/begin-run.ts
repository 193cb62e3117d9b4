/** Private to this folder: one exercise at a time, so that two do not slow each other down until their proofs come too late. */
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { lockRuns, type RunRow, SILENT_MS, withOutcome } from "./rows";

type Begun = { place: "worker" | "command line"; cause: "hand" | "schedule"; status: "asked" | "running" };

export async function beginRun(tx: TxCtx, begun: Begun): Promise<RunRow> {
  await lockRuns(tx);
  const open = await tx.db.redteamRun.findFirst({
    where: {
      orgId: tx.orgId,
      OR: [{ status: "asked" }, { status: "running", heardAt: { gt: new Date(tx.now.getTime() - SILENT_MS) } }],
    },
  });
  if (open)
    throw new Refusal(
      "conflict",
      `${open.askedByName} began an exercise at ${open.askedAt.toISOString()} that is still ${open.status}. Wait until it has ended.`,
    );
  return tx.db.redteamRun.create({
    data: {
      id: newId("redteamRun", tx.now.getTime()),
      orgId: tx.orgId,
      ...begun,
      askedByName: tx.actor.name,
      askedAt: tx.now,
      heardAt: tx.now,
      startedAt: begun.status === "running" ? tx.now : null,
    },
    include: withOutcome,
  });
}

/** The runner's own key, and the range: from here on the run is the runner's. */
export async function takeUp(tx: TxCtx, id: string, rangeId: string, publicKey: string): Promise<void> {
  await tx.db.redteamRun.update({
    where: { id_orgId: { id, orgId: tx.orgId } },
    data: { rangeId, publicKey, status: "running", startedAt: tx.now, heardAt: tx.now },
    select: { id: true },
  });
}
