/** Private to this folder: the row of a request, made by a person or by a held call. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import type { OperationClass } from "@/sdk/wire/words";
import { lockEdge } from "./lock-edge";

export type NewRequest = {
  from: { id: string; name: string };
  to: { id: string; name: string };
  operationClasses: readonly OperationClass[];
  dataClasses: readonly string[];
  until: Date;
  reason: string;
};

export const edgeName = (from: { name: string }, to: { name: string }): string => `${from.name} through ${to.name}`;

export async function openRequest(tx: TxCtx, request: NewRequest): Promise<{ id: string; event: AuditEvent }> {
  const { from, to, until, reason } = request;
  await lockEdge(tx, from.id, to.id);
  const edge = { orgId: tx.orgId, fromId: from.id, toId: to.id };
  const open = await tx.db.delegation.findFirst({ where: { ...edge, status: "requested" }, select: { id: true } });
  if (open)
    throw new Refusal("conflict", `${edgeName(from, to)} has been asked for already and waits for its signatures.`);
  const id = newId("delegation", tx.now.getTime());
  const operationClasses = [...new Set(request.operationClasses)].sort();
  const dataClasses = [...new Set(request.dataClasses)].sort();
  await tx.db.delegation.create({
    data: {
      ...edge,
      id,
      operationClasses,
      dataClasses,
      until,
      reason,
      requestedById: tx.actor.kind === "user" ? tx.actor.id : null,
      requestedByName: tx.actor.name,
      requestedAt: tx.now,
    },
    select: { id: true },
  });
  const detail = { from: from.id, to: to.id, operationClasses, dataClasses, until: until.toISOString(), reason };
  return {
    id,
    event: { action: "delegation.requested", target: { kind: "delegation", id, name: edgeName(from, to) }, detail },
  };
}
