import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { setMessagePreferenceOp } from "./contract";
import { minuteOf, readPreference, selfId } from "./rows";
import { domainOf, isTimeZone } from "./rules";

export const setMessagePreference = command(setMessagePreferenceOp, async (tx, chosen) => {
  const id = selfId(tx);
  if (!isTimeZone(chosen.timeZone)) throw invalid("timeZone", "is not a time zone such as Europe/Berlin");
  if (chosen.quiet && chosen.quiet.from === chosen.quiet.to)
    throw invalid("quiet", "quiet hours must end at another time than they begin");
  if (chosen.address) await refuseStrangeAddress(tx, chosen.address);
  const data = {
    address: chosen.address,
    muted: [...new Set(chosen.muted)],
    timeZone: chosen.timeZone,
    quietFrom: chosen.quiet ? minuteOf(chosen.quiet.from) : null,
    quietTo: chosen.quiet ? minuteOf(chosen.quiet.to) : null,
    updatedAt: tx.now,
  };
  await tx.db.messagePreference.upsert({
    where: { userId_orgId: { userId: id, orgId: tx.orgId } },
    create: { ...data, userId: id, orgId: tx.orgId },
    update: data,
  });
  return {
    result: readPreference,
    event: {
      action: "person.messagesChosen",
      target: { kind: "person", id, name: tx.actor.name },
      detail: { ...chosen, muted: data.muted },
    },
  };
});

/** A session in the wrong hands must not turn a person's messages over to a stranger's mailbox. */
async function refuseStrangeAddress(tx: TxCtx, address: string): Promise<void> {
  const domain = domainOf(address);
  const people = await tx.db.user.findMany({
    where: { orgId: tx.orgId, status: "active", email: { endsWith: `@${domain}` } },
    select: { email: true },
    take: 1,
  });
  if (people.length === 0)
    throw invalid("address", `nobody of this organisation signs in with an address at ${domain}`);
}

const invalid = (path: string, message: string): Refusal =>
  new Refusal("invalid_input", `That cannot be chosen: ${message}.`, { invalidParams: [{ path, message }] });
