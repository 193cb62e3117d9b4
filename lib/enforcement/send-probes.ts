/** Private to this folder: probes on their way to points. */
import { randomBytes } from "node:crypto";
import { appendControlMany } from "@/lib/db/append-control-many";
import type { TxCtx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import type { DecisionRequest } from "@/sdk/wire/decision";

export type ToProbe = { pepId: string; orderId: string | null; request: DecisionRequest };

/** One statement for all of them: an order that thousands confirmed at once is tried at thousands at once. */
export async function sendProbes(tx: TxCtx, probes: readonly ToProbe[]): Promise<string[]> {
  if (probes.length === 0) return [];
  const peps = await tx.db.pep.findMany({
    where: { orgId: tx.orgId, id: { in: probes.map(({ pepId }) => pepId) } },
    select: { id: true, revision: true },
  });
  const revisions = new Map(peps.map(({ id, revision }) => [id, revision]));
  const rows = probes.map(({ pepId, orderId, request }) => ({
    row: {
      id: newId("probe", tx.now.getTime()),
      orgId: tx.orgId,
      orderId,
      pepId,
      nonce: randomBytes(24).toString("hex"),
      agentId: request.agentId,
      tool: request.tool,
      sentAt: tx.now,
      claimedRevision: revisions.get(pepId) ?? 0,
    },
    request,
  }));
  await tx.db.probe.createMany({ data: rows.map(({ row }) => row) });
  await appendControlMany(
    tx,
    rows.map(({ row, request }) => ({
      pepId: row.pepId,
      event: { type: "probe" as const, probeId: row.id, orderId: row.orderId, request, nonce: row.nonce },
    })),
  );
  return rows.map(({ row }) => row.id);
}
