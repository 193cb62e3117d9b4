/** An invitation as it is proposed and carried out. What is kept of its link while it waits is the hash alone. */
import { z } from "zod";
import type { Prepared } from "@/lib/changes/guard-change";
import type { TxCtx } from "@/lib/db/ctx";
import { type Invite, invitePersonOp } from "@/lib/identity/contract";
import { makeInvite } from "@/lib/identity/make-invite";
import { judgePerson } from "./judge-person";

const Invitation = invitePersonOp.input.extend({ ticket: z.object({ id: z.string(), tokenHash: z.string() }) });

export function prepareInvite(tx: TxCtx, stored: unknown): Prepared<Invite> {
  const { ticket, reason: _, ...invitee } = Invitation.parse(stored);
  const { email, name, roles, units } = invitee;
  const judged = judgePerson(
    { subject: email, name: `${name} (${email})`, title: `Invitation of ${name}` },
    { roles: [], units: [] },
    { roles, units },
  );
  return {
    proposal: { ...judged, payload: { act: invitePersonOp.id, input: { ...invitee, ticket } } },
    act: async () => {
      const { invite, events } = await makeInvite(tx, invitee, ticket);
      return { result: invite, event: events };
    },
  };
}
