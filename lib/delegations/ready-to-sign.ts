/** Private to this folder: what signing and asking one's passkey for it share. */
import { RecordedRefusal } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import type { AuditAction } from "@/lib/shared/audit-actions";
import type { ErrorCode } from "@/lib/shared/errors";
import type { Json } from "@/sdk/canonical";
import type { Side } from "./contract";
import { lockEdge } from "./lock-edge";
import { edgeName } from "./open-request";
import {
  digestOf,
  lockDelegation,
  type Parties,
  partiesOf,
  type Row,
  readAround,
  readDelegation,
  stopOf,
} from "./rows";
import { needsPasskey, type Signer, turnOf } from "./rules";

export type Ready = { row: Row; parties: Parties; me: Signer; side: Side; stepUp: boolean; now: Date };

/** Locks the request and refuses whatever must not be signed; each refusal is recorded. */
export async function readyToSign(tx: TxCtx, id: string, digest: string): Promise<Ready> {
  const { fromId, toId } = await readDelegation(tx, id);
  await lockEdge(tx, fromId, toId);
  const row = await lockDelegation(tx, id);
  // The lock may have been waited for, so the clock is read after it.
  const now = await databaseNow(tx.db);
  const around = await readAround(tx, [row]);
  const parties = partiesOf(tx, row, around);
  const refuse = (code: ErrorCode, message: string) =>
    new RecordedRefusal(code, message, eventOf(parties, row, "delegation.signatureRefused", { code, digest }));
  if (row.status !== "requested") throw refuse("already_decided", `It is ${row.status}. Nothing was signed.`);
  if (row.until <= now) throw refuse("expired", "Its end has passed. Ask for it again with a later one.");
  if (digestOf(row) !== digest)
    throw refuse("digest_mismatch", "What you were shown is not this delegation. Nothing was signed.");
  const order = stopOf(row, around);
  if (order)
    throw refuse("conflict", `The order ${order} stops this delegation. Release it first; nothing was signed.`);
  const { side, why } = turnOf(parties.me, parties.candidates, parties.signed);
  if (!parties.me || side === null) throw refuse("forbidden", why ?? "You cannot sign this.");
  return { row, parties, me: parties.me, side, stepUp: needsPasskey(parties.from, parties.to), now };
}

export const eventOf = (
  { from, to }: Pick<Parties, "from" | "to">,
  row: Pick<Row, "id" | "fromId" | "toId">,
  action: AuditAction,
  detail: { [key: string]: Json },
): AuditEvent => ({
  action,
  target: { kind: "delegation", id: row.id, name: edgeName(from, to) },
  detail: { from: row.fromId, to: row.toId, ...detail },
});
