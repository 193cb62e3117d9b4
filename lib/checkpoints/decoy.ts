/**
 * Decoys: requests made from a recorded action with one change for which it ought to be refused. They look like any other
 * until they have ended. What each request is stands committed to in its very first audit entry, as a hash: nobody can read
 * it there, and nobody can say otherwise afterwards.
 */
import { createHash, randomBytes } from "node:crypto";
import type { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import type { Checkpoint as CheckpointRow } from "@/lib/db/generated/client";
import { canonicalJson, type JsonObject } from "@/sdk/canonical";
import { Action } from "@/sdk/wire/action";
import { Decoy, type Nature, type NatureTold } from "./decoy-contract";

/** SHA-256 of this canonical JSON; the salt keeps the two possible answers from being tried. */
export const commitmentTo = (checkpoint: string, nature: Nature, salt: string): string =>
  createHash("sha256").update(canonicalJson({ checkpoint, nature, salt })).digest("hex");

export const newSalt = (): string => randomBytes(16).toString("hex");

export const decoyOf = (row: Pick<CheckpointRow, "decoy">): Decoy | null =>
  row.decoy === null ? null : Decoy.parse(JSON.parse(row.decoy));

export const natureOf = (row: Pick<CheckpointRow, "decoy">): Nature => (row.decoy === null ? "request" : "decoy");

/** What it was, with all that proves it; null before it has ended, and of requests from before anything was committed to. */
export function natureTold(
  row: Pick<CheckpointRow, "id" | "decoy" | "natureSalt" | "closedAt">,
): z.infer<typeof NatureTold> | null {
  if (row.closedAt === null || row.natureSalt === "") return null;
  const nature = natureOf(row);
  return { nature, salt: row.natureSalt, commitment: commitmentTo(row.id, nature, row.natureSalt) };
}

/** Its point is none that there is, so none can ask about it; people are shown the one of the action that was copied. */
export const shownPoint = (row: Pick<CheckpointRow, "decoy" | "pepId" | "action">): string =>
  row.decoy === null ? row.pepId : (JSON.parse(row.action) as { pep: string }).pep;

/**
 * In place of telling a point: the decoy has ended, and the log is told what it was. An approved one is void at once, since it
 * never had a grant.
 */
export async function endDecoy(tx: TxCtx, row: CheckpointRow, status: string, now: Date): Promise<void> {
  const decoy = decoyOf(row);
  if (!decoy) return;
  const told = { ...decoy, putRight: isPutRight(row, decoy) };
  const voided = { status: "voided", statusReason: "it was a decoy, and nothing was released", closedAt: now };
  await tx.db.checkpoint.update({
    where: { id: row.id },
    data: { decoy: JSON.stringify(told), ...(status === "approved" ? voided : {}) },
  });
  await recordAudit(tx, {
    action: "checkpoint.natureTold",
    target: { kind: "checkpoint", id: row.id, name: `${row.agentName}: ${row.tool}` },
    detail: {
      ...natureTold({ ...row, closedAt: now }),
      recipe: decoy.recipe,
      madeFrom: decoy.madeFrom,
      putRight: told.putRight,
      ended: status,
    },
  });
}

function isPutRight({ action, changedAction }: CheckpointRow, { argument }: Decoy): boolean {
  if (changedAction === null) return false;
  const [asked, now] = [action, changedAction].map((text) =>
    canonicalJson((Action.parse(JSON.parse(text)).arguments as JsonObject)[argument] ?? null),
  );
  return asked !== now;
}
