import { command } from "@/lib/audit/command";
import { invitePersonOp } from "./contract";
import { makeInvite } from "./make-invite";

export const invitePerson = command(invitePersonOp, async (tx, invitee) => {
  const { invite, events } = await makeInvite(tx, invitee);
  return { result: invite, event: events };
});
