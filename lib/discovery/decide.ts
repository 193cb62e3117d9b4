/** Private to this folder: what every decision about a sighting has in common. */
import type { TxCtx } from "@/lib/db/ctx";
import type { Sighting as Row } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { Refusal } from "@/lib/shared/errors";
import type { SightingState } from "@/lib/sightings/rules";
import { loadLocked } from "./rows";

const words: Record<SightingState, string> = {
  waiting: "waits",
  confirmed: "was confirmed",
  merged: "was merged",
  rejected: "was rejected",
};

/** The row, kept from others; refused where what it is now is not among `from`. */
export async function undecided(tx: TxCtx, id: string, from: readonly SightingState[]): Promise<Row> {
  const row = await loadLocked(tx, id);
  if (from.some((state) => state === row.state)) return row;
  throw new Refusal(
    "conflict",
    `${row.name} ${words[row.state as SightingState]} already, by ${row.decidedByName ?? "somebody"}. Nothing was changed.`,
  );
}

type Decided = {
  state: SightingState;
  agentId: string | null;
  reason: string;
  rejectedUntil?: Date;
  formerAgentId?: string | null;
};

export async function keepDecision(
  tx: TxCtx,
  row: Row,
  { state, agentId, reason, rejectedUntil, formerAgentId = null }: Decided,
): Promise<void> {
  await tx.db.sighting.update({
    where: { id_orgId: { id: row.id, orgId: tx.orgId } },
    data: {
      state,
      agentId,
      formerAgentId,
      reason,
      rejectedUntil: rejectedUntil ?? null,
      decidedAt: tx.now,
      decidedById: tx.actor.id,
      decidedByName: tx.actor.name,
    },
    select: { id: true },
  });
  const why = { confirmed: "It was confirmed.", merged: "It was merged.", rejected: "It was rejected.", waiting: "" }[
    state
  ];
  for (const subjectId of [row.id, row.agentId ?? row.id])
    await clearFinding(tx, { kind: "agent.discovered", subjectId, why });
}
