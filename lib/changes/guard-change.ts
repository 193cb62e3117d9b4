/** Lets a change through that is neutral or stricter, and makes a request of one that weakens. Called by the commands that act. */
import type { Step } from "@/lib/audit/command";
import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { confirmersOf, noteTwoPersons } from "@/lib/identity/two-persons";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { canonicalJson, digestOf, type Json, type JsonObject, sha256 } from "@/sdk/canonical";
import { changeTarget, type Statement, showChange } from "./change-rows";
import { CHANGE_WAITS_MS, type ChangedText, type ChangeKind, type ChangeRequest, type Weakening } from "./contract";

export type Proposal = {
  kind: ChangeKind;
  /** Changes of the same subject overtake one another. */
  subject: string;
  title: string;
  /** What it changes, as it is now. */
  base: Json;
  /** What carrying it out takes, later and by another person. */
  payload: JsonObject;
  texts: ChangedText[];
  weakenings: Weakening[];
};

/** A proposal, and how it is carried out. Made anew when it is confirmed, and compared with what was proposed. */
export type Prepared<Result> = { proposal: Proposal; act: () => Promise<Step<Result>> };

type Answer<Result> = { done: Result | null; request: ChangeRequest | null };

/** How a proposal without a reason is refused: pages ask for the reason in the form at hand, or in the dialog for all acts. */
type Without = "invalid_input" | "reason_required";

/** The caller holds the lock on changes. */
export async function guardChange<Result>(
  tx: TxCtx,
  { proposal, act }: Prepared<Result>,
  reason: string,
  without: Without = "invalid_input",
): Promise<Step<Answer<Result>>> {
  const { weakenings } = proposal;
  const two = weakenings.length > 0 && (await noteTwoPersons(tx));
  if (!two) {
    const { result, event } = await act();
    await overtake(tx, proposal, null);
    const alone = weakenings.length > 0 ? [aloneEvent(proposal, reason)] : [];
    return { result: { done: result, request: null }, event: joined(event, alone) };
  }
  return propose(tx, proposal, reason, without);
}

/** Events of one act. */
export function joined(event: Step<unknown>["event"], more: AuditEvent[]): Step<unknown>["event"] {
  const [first, ...rest] = [...(event === "repetition" ? [] : Array.isArray(event) ? event : [event]), ...more];
  return first ? [first, ...rest] : "repetition";
}

type Named = Pick<Proposal, "kind" | "subject" | "title" | "weakenings">;
export const aloneEvent = ({ kind, subject, title, weakenings }: Named, reason: string): AuditEvent => ({
  action: "change.alone",
  target: { kind: "change", id: `${kind} ${subject}`, name: title },
  detail: { change: kind, weakenings, reason, why: "Nobody else here could have confirmed it." },
});

export async function propose<Result>(
  tx: TxCtx,
  proposal: Proposal,
  reason: string,
  without: Without,
): Promise<Step<Answer<Result>>> {
  const { kind, subject, title, weakenings } = proposal;
  const personId = await personBehind(tx);
  if (personId === null)
    throw new Refusal(
      "forbidden",
      "This change weakens enforcement. It is asked for by a person, and nobody is known to answer for whoever asks now: use a key that a person made in the console.",
    );
  if (reason === "") {
    const message = `This change weakens enforcement, so it needs a reason and a second person. ${weakenings[0]?.sentence ?? ""}`;
    throw new Refusal(without, message, { invalidParams: [{ path: "reason", message: "say why" }] });
  }
  const people = await confirmersOf(tx);
  const payloadDigest = digestOf([proposal.base, proposal.payload]);
  const known = await tx.db.changeRequest.findFirst({
    where: {
      orgId: tx.orgId,
      kind,
      subject,
      payloadDigest,
      askedById: personId,
      status: "proposed",
      expiresAt: { gt: tx.now },
    },
  });
  if (known) return { result: { done: null, request: showChange(known, people, tx.now) }, event: "repetition" };
  const statement: Statement = {
    format: 1,
    org: tx.orgId,
    ...proposal,
    base: digestOf(proposal.base),
    reason,
    askedBy: personId,
    askedAt: tx.now.toISOString(),
  };
  const text = canonicalJson(statement, 1_000);
  const row = await tx.db.changeRequest.create({
    data: {
      id: newId("changeRequest", tx.now.getTime()),
      orgId: tx.orgId,
      kind,
      subject,
      title,
      statement: text,
      digest: sha256(text),
      payloadDigest,
      reason,
      askedById: personId,
      askedByName: tx.actor.name,
      askedAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + CHANGE_WAITS_MS),
    },
  });
  return {
    result: { done: null, request: showChange(row, people, tx.now) },
    event: {
      action: "change.proposed",
      target: changeTarget(row),
      detail: { change: kind, subject, digest: row.digest, weakenings, reason, expiresAt: row.expiresAt.toISOString() },
    },
  };
}

/** Whoever made an API key answers for what is done with it. Null for machines. */
export async function personBehind(tx: TxCtx): Promise<string | null> {
  if (tx.actor.kind === "user") return tx.actor.id;
  if (tx.actor.kind !== "apiKey") return null;
  const key = await tx.db.apiKey.findUnique({
    where: { id_orgId: { id: tx.actor.id, orgId: tx.orgId } },
    select: { createdById: true },
  });
  return key?.createdById ?? null;
}

/** Other proposals about the same are not what was judged any more. */
export async function overtake(
  tx: TxCtx,
  { kind, subject }: Pick<Proposal, "kind" | "subject">,
  except: string | null,
): Promise<void> {
  const rows = await tx.db.changeRequest.findMany({
    where: { orgId: tx.orgId, kind, subject, status: "proposed", ...(except ? { id: { not: except } } : {}) },
    select: { id: true, title: true },
  });
  const closedWhy = `${tx.actor.name} changed the same meanwhile.`;
  for (const row of rows) {
    await tx.db.changeRequest.update({
      where: { id: row.id },
      data: { status: "overtaken", closedAt: tx.now, closedByName: tx.actor.name, closedWhy },
    });
    await recordAudit(tx, { action: "change.overtaken", target: changeTarget(row), detail: { why: closedWhy } });
  }
}
