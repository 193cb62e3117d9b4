/** Private to this folder: an absence as it is kept, whoever says it. */
import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import type { Absence } from "./absence-contract";
import { toAbsence, withPeople } from "./absence-rows";
import { refusalToBeAbsent } from "./rules";

type Named = { id: string; name: string };
type Terms = { from: string; until: string; delegateId: string | null };

/** Call it with people locked (`lockPeople`), so that no two absences can name each other. */
export async function keepAbsence(
  tx: TxCtx,
  who: Named,
  terms: Terms,
): Promise<{ result: Absence; event: AuditEvent }> {
  const span = { from: new Date(terms.from), until: new Date(terms.until) };
  const refusal = refusalToBeAbsent({ ...span, selfId: who.id, delegateId: terms.delegateId }, tx.now);
  if (refusal) throw invalid(refusal.path, refusal.message);
  if (terms.delegateId !== null) await checkDelegate(tx, terms.delegateId, span);
  const data = { ...span, delegateId: terms.delegateId, updatedAt: tx.now };
  const row = await tx.db.absence.upsert({
    where: { userId_orgId: { userId: who.id, orgId: tx.orgId } },
    create: { userId: who.id, orgId: tx.orgId, ...data },
    update: data,
    include: withPeople,
  });
  const result = toAbsence(row, tx.now);
  return {
    result,
    event: {
      action: "absence.set",
      target: { kind: "person", id: who.id, name: who.name },
      detail: { from: result.from, until: result.until, delegate: result.delegate?.name ?? null },
    },
  };
}

/** Null when there was none to end. */
export async function dropAbsence(tx: TxCtx, who: Named): Promise<AuditEvent | null> {
  const { count } = await tx.db.absence.deleteMany({ where: { userId: who.id, orgId: tx.orgId } });
  return count === 0 ? null : { action: "absence.ended", target: { kind: "person", id: who.id, name: who.name } };
}

/** Standing in never goes further than one step, so whoever is away in that time cannot stand in. */
async function checkDelegate(tx: TxCtx, id: string, { from, until }: { from: Date; until: Date }): Promise<void> {
  const delegate = await tx.db.user.findUnique({
    where: { id_orgId: { id, orgId: tx.orgId } },
    select: { name: true, status: true, absence: true },
  });
  if (delegate?.status !== "active")
    throw invalid("delegateId", "Whoever stands in must be an active person of this organisation.");
  const away = delegate.absence;
  if (away && away.from < until && from < away.until)
    throw invalid("delegateId", `${delegate.name} is away in that time as well. Choose somebody else.`);
}

export const invalid = (path: string, message: string): Refusal =>
  new Refusal("invalid_input", message, { invalidParams: [{ path, message }] });
