import { command } from "@/lib/audit/command";
import { notFound } from "@/lib/shared/errors";
import { revokeApiKeyOp } from "./contract";
import { toApiKey } from "./rows";

export const revokeApiKey = command(revokeApiKeyOp, async (tx, { id }) => {
  const { count } = await tx.db.apiKey.updateMany({
    where: { id, orgId: tx.orgId, revokedAt: null },
    data: { revokedAt: tx.now },
  });
  const row = await tx.db.apiKey.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!row) throw notFound("API key");
  if (count === 0) return { result: toApiKey(row), event: "repetition" };
  return {
    result: toApiKey(row),
    event: { action: "apiKey.revoked", target: { kind: "apiKey", id, name: row.name }, detail: { prefix: row.prefix } },
  };
});
