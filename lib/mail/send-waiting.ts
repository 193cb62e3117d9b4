/**
 * One round of one organisation: what waits is judged, put together and sent, and each mail is marked before the next. A
 * worker that dies in between sends the same mail again under the same id.
 */
import { createHash } from "node:crypto";
import type { Db } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import type { MailServer as MailServerRow } from "@/lib/db/generated/client";
import type { EgressOptions } from "@/lib/delivery/egress-client";
import { env } from "@/lib/env";
import { MessageKind } from "@/lib/messages/contract";
import { mailText, type Told } from "@/lib/messages/mail-text";
import { judge, planMails } from "@/lib/messages/rules";
import { type Loaded, loadRecent, loadWaiting } from "./load-waiting";
import { dropMessages, markMail, markSent, noteMailFailure, postpone, putOff, renewLease } from "./progress";
import { placeOf } from "./rows";
import { type MailPlace, mailHost, sendMail } from "./send-mail";

/** In one round; the server's row is read anew before the next. */
const MOST_MAILS_IN_ROUND = 20;

export type Round = "more" | "done";

export async function sendWaiting(
  db: Db,
  server: MailServerRow,
  holder: string,
  options: EgressOptions = {},
): Promise<Round> {
  const { orgId } = server;
  const now = await databaseNow(db);
  const ready = await sift(db, orgId, await loadWaiting(db, orgId, now), now);
  if (ready.length === 0) return "done";
  const byId = new Map(ready.map((one) => [one.row.id, one]));
  const recent = await loadRecent(
    db,
    orgId,
    ready.map(({ row }) => row.userId),
    now,
  );
  const { mails, waits } = planMails(
    ready.map(({ row }) => row),
    recent,
  );
  for (const { ids, until } of waits) await postpone(db, orgId, ids, until);
  const organisation = await db.organisation.findUniqueOrThrow({ where: { id: orgId }, select: { name: true } });
  const place = placeOf(server);
  for (const { mailId, ids } of mails.slice(0, MOST_MAILS_IN_ROUND)) {
    const parts = ids.flatMap((id) => byId.get(id) ?? []);
    const [first, ...rest] = parts;
    if (!first || !(await renewLease(db, orgId, holder))) return "done";
    const mail: Outgoing = { id: mailId ?? idOfMail(ids), parts: [first, ...rest], organisation: organisation.name };
    if ((await sendOne(db, server, place, mail, options)) === "failed") return "done";
  }
  return mails.length > MOST_MAILS_IN_ROUND ? "more" : "done";
}

/** Drops what must not go out, puts off what must not yet, and gives back the rest. */
async function sift(db: Db, orgId: string, loaded: readonly Loaded[], now: Date): Promise<Loaded[]> {
  const ready: Loaded[] = [];
  const drops = new Map<string, string[]>();
  for (const one of loaded) {
    const judged = judge(one.waiting, now);
    if ("drop" in judged) drops.set(judged.drop, [...(drops.get(judged.drop) ?? []), one.row.id]);
    else if ("until" in judged) await postpone(db, orgId, [one.row.id], judged.until);
    else ready.push(one);
  }
  for (const [reason, ids] of drops) await dropMessages(db, orgId, ids, reason);
  return ready;
}

type Outgoing = { id: string; parts: [Loaded, ...Loaded[]]; organisation: string };

/** The same messages are the same mail, so that whoever gets it twice can tell. */
const idOfMail = (ids: readonly string[]): string =>
  createHash("sha256")
    .update([...ids].sort().join(" "))
    .digest("hex")
    .slice(0, 32);

async function sendOne(
  db: Db,
  server: MailServerRow,
  place: MailPlace,
  { id, parts, organisation }: Outgoing,
  options: EgressOptions,
): Promise<"sent" | "refused" | "failed"> {
  const [first] = parts;
  const { user } = first.row;
  const ids = parts.map(({ row }) => row.id);
  const to = user.messagePreference?.address ?? user.email;
  await markMail(db, server.orgId, ids, id);
  const [told, ...others] = parts.map(toTold);
  const text = mailText({
    organisation,
    appUrl: env.appUrl,
    timeZone: first.waiting.preference.timeZone,
    now: await databaseNow(db),
    told: [told ?? toTold(first), ...others],
  });
  const thread = parts.length === 1 ? `${first.row.subjectId}@${mailHost()}` : null;
  const sent = await sendMail(place, { ...text, to, messageId: `${id}@${mailHost()}`, thread }, options);
  if (sent.kind === "accepted") {
    await markSent(db, server.orgId, ids, to);
    return "sent";
  }
  if (sent.kind === "failed") {
    await noteMailFailure(db, server, sent.reason);
    return "failed";
  }
  return putOff(db, server, ids, { address: to, reason: sent.reason, forGood: sent.kind === "refused" });
}

const toTold = ({ row, facts }: Loaded): Told => ({
  kind: MessageKind.parse(row.kind),
  subjectId: row.subjectId,
  facts,
});
