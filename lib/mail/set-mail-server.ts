import { command } from "@/lib/audit/command";
import { notify } from "@/lib/db/notify";
import { Refusal } from "@/lib/shared/errors";
import { type MailServerInput, setMailServerOp } from "./contract";
import { readStanding, sameServer, sealPassword } from "./rows";

/** A password that is left out stays, but only for the server that it was given for. */
export const setMailServer = command(setMailServerOp, async (tx, { version, paused, server }) => {
  const known = await tx.db.mailServer.findUnique({ where: { orgId: tx.orgId } });
  const changed = () =>
    new Refusal("conflict", "Somebody else changed the mail server meanwhile. Look at it again, then save.");
  if ((known?.version ?? null) !== version) throw changed();
  const keeps = server.password === undefined;
  if (keeps && known?.sealedPassword && !sameServer(known, server)) throw passwordAgain();
  const { password, ...facts } = server;
  const data = {
    ...facts,
    ...(keeps ? {} : password ? sealPassword(tx.orgId, password) : { sealedPassword: null, masterKeyId: null }),
    status: paused ? "paused" : "active",
    updatedAt: tx.now,
    updatedByName: tx.actor.name,
    failures: 0,
    failingSince: null,
    retryAt: null,
    refusedInRow: 0,
  };
  if (known) {
    const { count } = await tx.db.mailServer.updateMany({
      where: { orgId: tx.orgId, version: known.version },
      data: { ...data, version: { increment: 1 } },
    });
    if (count === 0) throw changed();
  } else await tx.db.mailServer.create({ data: { ...data, orgId: tx.orgId } });
  await notify(tx.db, { orgId: tx.orgId, topic: "messages", ref: "server" });
  return {
    result: readStanding,
    event: {
      action: "mailServer.set",
      target: { kind: "mailServer", id: tx.orgId, name: server.host },
      detail: { ...factsOf(server), paused, passwordChanged: !keeps },
    },
  };
});

export const passwordAgain = (): Refusal =>
  new Refusal(
    "invalid_input",
    "The stored password was given for another server or user. Give the password for this one.",
    { invalidParams: [{ path: "server.password", message: "is needed for another server or user" }] },
  );

/** What is worth remembering: neither the password nor a page of certificates. */
const factsOf = ({ host, port, security, username, fromAddress }: MailServerInput) => ({
  host,
  port,
  security,
  username,
  fromAddress,
});
