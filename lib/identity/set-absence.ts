import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { setAbsenceOp } from "./absence-contract";
import { selfOf, toAbsence, withPeople } from "./absence-rows";
import { lockPeople } from "./rows";
import { refusalToBeAbsent } from "./rules";

export const setAbsence = command(setAbsenceOp, async (tx, input) => {
  const me = selfOf(tx);
  await lockPeople(tx);
  const span = { from: new Date(input.from), until: new Date(input.until) };
  const refusal = refusalToBeAbsent({ ...span, selfId: me.id, delegateId: input.delegateId }, tx.now);
  if (refusal) throw invalid(refusal.path, refusal.message);
  if (input.delegateId !== null) await checkDelegate(tx, input.delegateId, span);
  const where = { userId_orgId: { userId: me.id, orgId: tx.orgId } };
  const data = { ...span, delegateId: input.delegateId, updatedAt: tx.now };
  const row = await tx.db.absence.upsert({
    where,
    create: { userId: me.id, orgId: tx.orgId, ...data },
    update: data,
    include: withPeople,
  });
  const result = toAbsence(row, tx.now);
  return {
    result,
    event: {
      action: "absence.set",
      target: { kind: "person", id: me.id, name: me.name },
      detail: { from: result.from, until: result.until, delegate: result.delegate?.name ?? null },
    },
  };
});

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

const invalid = (path: string, message: string) =>
  new Refusal("invalid_input", message, { invalidParams: [{ path, message }] });
