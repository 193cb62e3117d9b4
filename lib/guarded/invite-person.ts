import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { invitePersonOp } from "@/lib/identity/contract";
import { inviteEnds, newTicket, refuseTakenAddress } from "@/lib/identity/make-invite";
import { prepareInvite } from "./prepare-invite";

/** The link is shown at once, also of an invitation that waits: only whoever asked ever sees it. */
export const invitePerson = command(invitePersonOp, async (tx, input) => {
  await lockChanges(tx);
  await refuseTakenAddress(tx, input.email);
  const { ticket, link } = newTicket(tx);
  const prepared = prepareInvite(tx, { ...input, ticket });
  const { result, event } = await guardChange(tx, prepared, input.reason, "reason_required");
  const { done, request } = result;
  if (done) return { result: { ...done, link, waits: null }, event };
  const { email, name, roles } = input;
  const createdAt = tx.now.toISOString();
  const invite = { id: ticket.id, email, name, roles, createdAt, expiresAt: inviteEnds(tx.now).toISOString() };
  return { result: { ...invite, state: "waiting" as const, link, waits: request }, event };
});
