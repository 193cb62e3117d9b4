/** Opens a finding, or says that an open one was seen again; called by the verbs and jobs that find something. */
import { recordAudit, storable } from "@/lib/audit/record";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import { newId } from "@/lib/shared/ids";
import { digestOf, type Json } from "@/sdk/canonical";
import type { FindingKind, Severity, SubjectKind } from "./contract";
import { findingTarget, lockKey } from "./rows";

export type NewFinding = {
  kind: FindingKind;
  severity: Severity;
  /** Which part of the subject it is about, where one subject can have several of a kind. */
  part?: string;
  subject: { kind: SubjectKind; id: string; name: string };
  /** One sentence of what is wrong. */
  title: string;
  /** One sentence of what to do. */
  mend: string;
  detail?: { [key: string]: Json };
  /**
   * What has to change for a dismissed one to open again; the whole detail where it is left out. Give it where the detail
   * carries what differs at every look: times, counts, lags.
   */
  facts?: Json;
};

export const findingKey = (kind: FindingKind, subjectId: string, part = ""): string =>
  storable(`${kind} ${subjectId} ${part}`);

/**
 * Returns the finding's id. One audit entry when it opens; being seen again is counted and not an entry. One that a person
 * dismissed stays dismissed while its facts are the same.
 */
export function raiseFinding(ctx: Ctx, given: NewFinding): Promise<string> {
  return transaction(ctx, async (tx) => {
    const found = recordable(given);
    const key = findingKey(found.kind, found.subject.id, found.part);
    await lockKey(tx, key);
    return (await seenAgain(tx, key, found)) ?? open(tx, key, found);
  });
}

/** What machines send may carry what neither the database nor a canonical form can: it is written out instead. */
const recordable = (found: NewFinding): NewFinding =>
  JSON.parse(JSON.stringify(found, (_, value) => (typeof value === "string" ? storable(value) : value)));

const factsOf = ({ facts, detail = {} }: NewFinding): string => digestOf(facts ?? detail);

function standing(tx: TxCtx, found: NewFinding) {
  return {
    severity: found.severity,
    title: found.title,
    mend: found.mend,
    subjectName: found.subject.name,
    detail: found.detail ?? {},
    factsDigest: factsOf(found),
    lastSeenAt: tx.now,
  };
}

/** The id of the finding that this is, when it is open, or dismissed with these very facts. */
async function seenAgain(tx: TxCtx, key: string, found: NewFinding): Promise<string | null> {
  const known = await tx.db.finding.findFirst({
    where: {
      orgId: tx.orgId,
      key,
      OR: [{ status: "open" }, { status: "dismissed", factsDigest: factsOf(found) }],
    },
    // An open one is what counts, should an older one have been dismissed.
    orderBy: [{ status: "desc" }, { openedAt: "desc" }],
    select: { id: true, status: true, title: true, severity: true, factsDigest: true },
  });
  if (!known) return null;
  const now = standing(tx, found);
  await tx.db.finding.update({
    where: { id_orgId: { id: known.id, orgId: tx.orgId } },
    data: { ...now, seen: { increment: 1 } },
    select: { id: true },
  });
  const changed = known.title !== now.title || known.severity !== now.severity || known.factsDigest !== now.factsDigest;
  if (changed && known.status === "open") await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: known.id });
  return known.id;
}

async function open(tx: TxCtx, key: string, found: NewFinding): Promise<string> {
  const { kind, severity, subject, detail = {} } = found;
  const id = newId("finding", tx.now.getTime());
  const now = standing(tx, found);
  await tx.db.finding.create({
    data: {
      id,
      orgId: tx.orgId,
      kind,
      key,
      subjectKind: subject.kind,
      subjectId: subject.id,
      ...now,
      openedAt: tx.now,
    },
    select: { id: true },
  });
  await recordAudit(tx, {
    action: "finding.opened",
    target: findingTarget({ id, title: now.title }),
    detail: { kind, severity, subject, ...detail },
  });
  await notify(tx.db, { orgId: tx.orgId, topic: "findings", ref: id });
  return id;
}
