import { createHash, randomBytes } from "node:crypto";
import { command } from "@/lib/audit/command";
import { lockChanges } from "@/lib/changes/change-rows";
import { guardChange } from "@/lib/changes/guard-change";
import { env } from "@/lib/env";
import { newId } from "@/lib/shared/ids";
import { invitePointOp } from "./contract";
import { invitationEnds, preparePointInvite } from "./prepare-point-invite";

/** The token is shown at once, also of an invitation that waits: only whoever asked ever sees it. */
export const invitePoint = command(invitePointOp, async (tx, { reason, ...wanted }) => {
  await lockChanges(tx);
  const token = `gh_enrol_${randomBytes(24).toString("base64url")}`;
  const id = newId("enrolmentToken", tx.now.getTime());
  const prepared = await preparePointInvite(tx, { ...wanted, id, tokenHash: tokenHash(token) });
  const { result, event } = await guardChange(tx, prepared, reason, "reason_required");
  const { expiresAt } = result.done ?? { expiresAt: invitationEnds(tx, wanted.expiresInMinutes) };
  const answer = { id, token, gatewayUrl: env.gatewayUrl, expiresAt: expiresAt.toISOString() };
  return { result: { ...answer, waits: result.request }, event };
});

/** The token has 192 bits of chance, so a plain hash keeps it. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");
