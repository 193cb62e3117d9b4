import { command } from "@/lib/audit/command";
import { env } from "@/lib/env";
import { hashSecret, newToken } from "@/lib/identity/secrets";
import { Refusal } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { sharePackOp } from "./pack-contract";
import { readPack, shareOf } from "./rows";

const DAY_MS = 86_400_000;

/** The link is handed out here and nowhere else: what is kept is its hash. */
export const sharePack = command(sharePackOp, async (tx, { id, recipient, days }) => {
  const pack = await readPack(tx, id);
  if (pack.status !== "done") throw new Refusal("conflict", "Only a pack that is finished can be shared.");
  const token = newToken();
  const row = await tx.db.auditPackShare.create({
    data: {
      id: newId("packShare", tx.now.getTime()),
      orgId: tx.orgId,
      packId: id,
      recipient,
      tokenHash: hashSecret(token),
      createdById: tx.actor.id,
      createdByName: tx.actor.name,
      createdAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + days * DAY_MS),
    },
  });
  return {
    result: { ...shareOf(row, tx.now), link: `${env.appUrl}/share/${token}` },
    event: {
      action: "pack.shared",
      target: { kind: "pack", id, name: pack.frameworkTitle },
      detail: { share: row.id, recipient, until: row.expiresAt.toISOString() },
    },
  };
});
