import { command } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { readFramework } from "@/lib/compliance/catalogue";
import { type Period, periodOf } from "@/lib/compliance/pack/period";
import type { TxCtx } from "@/lib/db/ctx";
import { lockPeople } from "@/lib/identity/lock-people";
import { makeInvite, newTicket } from "@/lib/identity/make-invite";
import { isOutsider } from "@/lib/identity/rules";
import { notFound, Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { giveAccessOp, LONGEST_ACCESS_DAYS } from "./contract";
import { accessesOf } from "./rows";
import { refusalOfEnd } from "./rules";

export const giveAccess = command(giveAccessOp, async (tx, input) => {
  const { email, name, reportIds } = input;
  const until = new Date(input.until);
  const period = periodOf(input.from, input.to, tx.now);
  const refusal = refusalOfEnd(until, tx.now, LONGEST_ACCESS_DAYS);
  if (refusal) throw new Refusal("invalid_input", refusal, { invalidParams: [{ path: "until", message: refusal }] });
  const frameworks = [...new Set(input.frameworks)];
  for (const id of frameworks) await readFramework(tx, id);
  await checkPacks(tx, input.packIds, frameworks, period);
  await checkReports(tx, reportIds);
  const { userId, link, events } = await holderOf(tx, { email, name });
  const row = await tx.db.outsideAccess.create({
    data: {
      id: newId("outsideAccess", tx.now.getTime()),
      orgId: tx.orgId,
      ...{ email, name, userId, frameworks, ...period, packIds: input.packIds, reportIds, until },
      createdById: tx.actor.id,
      createdByName: tx.actor.name,
      createdAt: tx.now,
    },
  });
  const given: AuditEvent = {
    action: "outside.given",
    target: { kind: "outsideAccess", id: row.id, name: email },
    detail: {
      name,
      frameworks,
      from: input.from,
      to: input.to,
      packs: input.packIds,
      reports: reportIds,
      until: input.until,
    },
  };
  const [access] = await accessesOf(tx, [row], tx.now);
  if (!access) throw notFound("access");
  return { result: { ...access, link }, event: [given, ...events] };
});

/** A pack is shared only with whoever may see its framework and all of its time: an access says no more than it claims. */
async function checkPacks(tx: TxCtx, ids: readonly string[], frameworks: readonly string[], { from, to }: Period) {
  const packs = await tx.db.auditPack.findMany({
    where: { orgId: tx.orgId, id: { in: [...ids] } },
    select: { id: true, status: true, framework: true, from: true, to: true },
  });
  for (const id of ids) {
    const pack = packs.find((one) => one.id === id);
    if (!pack) throw notFound("audit pack");
    if (pack.status !== "done") throw new Refusal("conflict", "Only a pack that is finished can be shared.");
    if (!frameworks.includes(pack.framework) || pack.from < from || pack.to > to)
      throw new Refusal(
        "conflict",
        "A pack can be shared only if its framework and its whole period are in the access.",
      );
  }
}

async function checkReports({ db, orgId }: TxCtx, ids: readonly string[]) {
  const wanted = new Set(ids);
  const found = await db.report.count({ where: { orgId, id: { in: [...wanted] } } });
  if (found < wanted.size) throw notFound("report");
}

/** Somebody who comes from outside already gets one access more; anybody else with an account is no auditor from outside. */
async function holderOf(tx: TxCtx, { email, name }: { email: string; name: string }) {
  await lockPeople(tx);
  const known = await tx.db.user.findUnique({
    where: { email },
    select: { id: true, orgId: true, roles: true, status: true },
  });
  if (!known) {
    const { ticket, link } = newTicket(tx);
    const { events } = await makeInvite(tx, { email, name, roles: ["outsider"] }, ticket);
    return { userId: null, link, events };
  }
  if (known.orgId !== tx.orgId || !isOutsider(known.roles))
    throw new Refusal("conflict", `${email} has an account here that is not an auditor's from outside.`);
  if (known.status !== "active")
    throw new Refusal("conflict", `The account of ${email} is disabled. An admin can enable it under People.`);
  return { userId: known.id, link: null, events: [] };
}
