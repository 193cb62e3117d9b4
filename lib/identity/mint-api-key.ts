import type { AuditEvent } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import type { Role } from "@/lib/shared/permissions";
import type { ApiKey } from "./contract";
import { toApiKey } from "./rows";
import { hashSecret, newApiKey, visiblePrefix } from "./secrets";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a key for the console's verb and for the command line; the caller records the event. */
export async function mintApiKey(
  tx: TxCtx,
  key: { name: string; role: Role; expiresInDays?: number | undefined },
): Promise<{ apiKey: ApiKey; secret: string; event: AuditEvent }> {
  const secret = newApiKey();
  const row = await tx.db.apiKey.create({
    data: {
      id: newId("apiKey", tx.now.getTime()),
      orgId: tx.orgId,
      name: key.name,
      prefix: visiblePrefix(secret),
      hash: hashSecret(secret),
      role: key.role,
      createdById: await makerOf(tx),
      createdAt: tx.now,
      expiresAt: key.expiresInDays ? new Date(tx.now.getTime() + key.expiresInDays * DAY_MS) : null,
    },
  });
  const apiKey = toApiKey(row);
  const { prefix, role, expiresAt } = apiKey;
  return {
    apiKey,
    secret,
    event: {
      action: "apiKey.created",
      target: { kind: "apiKey", id: row.id, name: row.name },
      detail: { prefix, role, expiresAt },
    },
  };
}

/** The person behind it: a key that a key makes is the first one's maker's. Null on the command line. */
async function makerOf({ actor, db, orgId }: TxCtx): Promise<string | null> {
  if (actor.kind === "user") return actor.id;
  if (actor.kind !== "apiKey") return null;
  const key = await db.apiKey.findUnique({
    where: { id_orgId: { id: actor.id, orgId } },
    select: { createdById: true },
  });
  return key?.createdById ?? null;
}
