import { type Db, database } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { type InviteState, inviteState } from "./rules";
import { hashSecret } from "./secrets";

export type InviteFound = { state: InviteState; name: string; email: string; organisation: string };

/** What the bearer of an invitation link may see before accepting it. Looking uses nothing up: mail scanners look too. */
export async function findInvite(token: string, db: Db = database()): Promise<InviteFound | null> {
  const row = await db.invite.findUnique({
    where: { tokenHash: hashSecret(token) },
    include: { organisation: { select: { name: true } } },
  });
  if (!row) return null;
  const state = inviteState(row, await databaseNow(db));
  return { state, name: row.name, email: row.email, organisation: row.organisation.name };
}
