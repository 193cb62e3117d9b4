/** Private to this folder: a passkey as the contract shows it. */
import type { Passkey as PasskeyRow } from "@/lib/db/generated/client";
import type { Passkey } from "./passkey-contract";

export const toPasskey = ({ id, name, backedUp, createdAt, lastUsedAt }: PasskeyRow): Passkey => ({
  id,
  name,
  backedUp,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
