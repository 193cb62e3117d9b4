import { query } from "@/lib/audit/query";
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { env } from "@/lib/env";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { type MailServerInput, testMailServerOp } from "./contract";
import { placeOf, sameServer } from "./rows";
import { type MailPlace, mailHost, sendMail } from "./send-mail";
import { passwordAgain } from "./set-mail-server";

/**
 * A query by its kind, since nothing of ours changes: no transaction may be open while an outside party is waited for. That
 * it was sent is recorded all the same. It goes to the person who asks and to nobody else.
 */
export const testMailServer = query(testMailServerOp, async (ctx, { server }) => {
  if (ctx.actor.kind !== "user")
    throw new Refusal("forbidden", "A test message goes to the person who asks for it, and a program has no address.");
  const { email } = await ctx.db.user.findUniqueOrThrow({
    where: { id_orgId: { id: ctx.actor.id, orgId: ctx.orgId } },
    select: { email: true },
  });
  const place = await placeFor(ctx, server);
  const from = performance.now();
  const sent = await sendMail(place, testMail(email));
  const ms = Math.round(performance.now() - from);
  await transaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "mailServer.tested",
      target: { kind: "mailServer", id: ctx.orgId, name: server.host },
      detail: { host: server.host, port: server.port, security: server.security, result: sent.kind },
    }),
  );
  const ok = sent.kind === "accepted";
  return { ok, ms, to: email, answer: ok ? sent.answer : sent.reason };
});

async function placeFor(ctx: Ctx, { password, ...server }: MailServerInput): Promise<MailPlace> {
  if (password !== undefined) return { ...server, password };
  const known = await ctx.db.mailServer.findUnique({ where: { orgId: ctx.orgId } });
  if (!known?.sealedPassword) return { ...server, password: null };
  if (!sameServer(known, server)) throw passwordAgain();
  return { ...server, password: placeOf(known).password };
}

const testMail = (to: string) => {
  const words = "This is a test message from Gatehouse. Mail about requests that wait for people will come from here.";
  return {
    to,
    subject: "[Gatehouse] Test message",
    text: `${words}\n\n${env.appUrl}\n`,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Gatehouse</title></head><body><p>${words}</p></body></html>`,
    messageId: `${newId("message")}@${mailHost()}`,
    thread: null,
  };
};
