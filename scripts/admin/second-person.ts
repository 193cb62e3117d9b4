import { recordAuditMany } from "@/lib/audit/record-many";
import { database } from "@/lib/db/client";
import { systemContext, transaction } from "@/lib/db/ctx";
import { invitePersonOp } from "@/lib/identity/contract";
import { makeInvite, newTicket } from "@/lib/identity/make-invite";
import { confirmersOf } from "@/lib/identity/two-persons";
import { type AdminCommand, CannotGoOn, textOf, type Values } from "./admin-command";
import { organisation } from "./organisation";

/**
 * For an organisation whose second person is gone: one admin alone cannot make another, or they would confirm their own changes.
 * Whoever has the server has the database, so this gives them nothing, and it is in the audit log.
 */
export const secondPerson: AdminCommand = {
  summary: "Print an invitation for a second person who may confirm, where only one is left",
  usage: "second-person --email ADDRESS --name NAME [--org ID]",
  options: { email: { type: "string" }, name: { type: "string" }, org: { type: "string" } },
  run: async (values) => {
    const invitee = inviteeOf(values);
    const link = await transaction(systemContext("", "command line", database()), async (tx) => {
      const ctx = { ...tx, orgId: await organisation(tx, textOf(values, "org")) };
      if ((await confirmersOf(ctx)).length > 1)
        throw new CannotGoOn("Two people may confirm here.", "One of them invites, and the other confirms it.");
      const { ticket, link } = newTicket(ctx);
      await recordAuditMany(ctx, (await makeInvite(ctx, invitee, ticket)).events);
      return link;
    });
    console.log(link);
    return 0;
  },
};

function inviteeOf(values: Values) {
  const asked = { email: textOf(values, "email"), name: textOf(values, "name"), roles: ["security"] };
  const parsed = invitePersonOp.input.safeParse(asked);
  if (!parsed.success)
    throw new CannotGoOn("Missing or not valid: --email or --name.", `Usage: ${secondPerson.usage}`, 2);
  const { email, name, roles } = parsed.data;
  return { email, name, roles };
}
