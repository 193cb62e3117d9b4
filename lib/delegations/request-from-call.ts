/** A held call asks by itself for the edges that it lacks, so that its owners find them waiting. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { OperationClass } from "@/sdk/wire/words";
import { openRequest } from "./open-request";

const DAYS = 90;
const DAY_MS = 86_400_000;

export type Lacking = { fromId: string; toId: string; operationClass: OperationClass; dataClasses: readonly string[] };

/** Null when it was asked for already. What an edge in force covers is asked for again with it: a new one takes its place. */
export async function requestFromCall(tx: TxCtx, lacking: Lacking): Promise<AuditEvent | null> {
  const { fromId, toId, operationClass, dataClasses } = lacking;
  const edge = { orgId: tx.orgId, fromId, toId };
  const known = await tx.db.delegation.findMany({ where: { ...edge, status: { in: ["requested", "signed"] } } });
  if (known.some(({ status }) => status === "requested")) return null;
  const agents = await tx.db.agent.findMany({
    where: { orgId: tx.orgId, id: { in: [fromId, toId] } },
    select: { id: true, name: true },
  });
  const from = agents.find(({ id }) => id === fromId);
  const to = agents.find(({ id }) => id === toId);
  if (!from || !to) return null;
  const { event } = await openRequest(tx, {
    from,
    to,
    operationClasses: OperationClass.array().parse([operationClass, ...known.flatMap((row) => row.operationClasses)]),
    dataClasses: [...dataClasses, ...known.flatMap((row) => row.dataClasses)],
    until: new Date(tx.now.getTime() + DAYS * DAY_MS),
    reason: `A call of ${to.name} came through ${from.name}, and nobody had signed that off for it.`,
  });
  return event;
}
