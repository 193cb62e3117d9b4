import { command } from "@/lib/audit/command";
import type { HoldPause as PauseRow } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { notFound, Refusal } from "@/lib/shared/errors";
import { type HoldPause, resumeHoldsOp } from "./flood-contract";

export const resumeHolds = command(resumeHoldsOp, async (tx, { id, reason }) => {
  const agent = await tx.db.agent.findUnique({ where: { id_orgId: { id, orgId: tx.orgId } } });
  if (!agent) throw notFound("agent");
  const { actor } = tx;
  const operator =
    (actor.kind === "user" || actor.kind === "apiKey") &&
    actor.roles.some((role) => role === "admin" || role === "security");
  if (!operator && ![agent.ownerId, agent.backupOwnerId].includes(actor.id))
    throw new Refusal("forbidden", `Only the owners of ${agent.name}, security and admins may do this.`);
  const pause = await tx.db.holdPause.findFirst({ where: { orgId: tx.orgId, agentId: id, resumedAt: null } });
  const resumed = { resumedAt: tx.now, resumedByName: actor.name, resumedWhy: reason };
  const { count } = await tx.db.holdPause.updateMany({
    where: { orgId: tx.orgId, agentId: id, resumedAt: null },
    data: resumed,
  });
  if (!pause || count === 0) throw new Refusal("conflict", `Held calls of ${agent.name} are not paused.`);
  await clearFinding(tx, { kind: "checkpoint.flood", subjectId: id, why: `resumed by ${actor.name}: ${reason}` });
  return {
    result: showPause({ ...pause, ...resumed }),
    event: {
      action: "agent.holdsResumed",
      target: { kind: "agent", id, name: agent.name },
      detail: { reason, opened: pause.opened, pausedAt: pause.pausedAt.toISOString() },
    },
  };
});

export const showPause = (row: PauseRow): HoldPause => ({
  ...row,
  pausedAt: row.pausedAt.toISOString(),
  resumedAt: row.resumedAt?.toISOString() ?? null,
});
