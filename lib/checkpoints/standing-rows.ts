/** Private to this folder: standing approvals as they are kept, whether they stand, and their end. */
import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import type { StandingApproval as StandingRow } from "@/lib/db/generated/client";
import { policySetAt } from "@/lib/policy/current-policy-set";
import { canonicalJson } from "@/sdk/canonical";
import { Action } from "@/sdk/wire/action";
import { whyNotReleased } from "./decide-action";
import { approversOf, type Row, readRow, readSubject, stagesNow } from "./rows";
import { allMet, filledStages } from "./rules";
import { StandingApproval, StandingStatement } from "./standing-contract";
import { whyNoStanding } from "./standing-rules";
import { votersOf } from "./voters";

export type { StandingRow };

/** Why it does not stand any more, though nobody ended it; null when it does. The very checks of an approval's use. */
export async function whyFallen(ctx: Ctx, origin: Row): Promise<string | null> {
  const { pin, chain, operationClass, pep } = Action.parse(JSON.parse(origin.action));
  const inForce = await policySetAt(ctx, pep);
  const agent = inForce?.content.agents.find(({ id }) => id === origin.agentId);
  const tool = inForce?.content.tools.find(({ id }) => id === origin.tool);
  if (!agent || !tool || tool.pin !== pin || tool.operationClass !== operationClass)
    return "the tool or the agent is not what it was";
  const { riskTier } = agent;
  const { reversibility } = tool;
  const facts = { riskTier, reversibility, operationClass, stepUp: origin.stepUp, uninspectable: origin.uninspectable };
  const never = whyNoStanding({ ...facts, changed: origin.changedDigest !== null, chained: chain.length > 0 });
  if (never) return never;
  const all = await votersOf(ctx);
  const stages = stagesNow(origin, all.at);
  if (!allMet(stages, filledStages(stages, approversOf(origin, all), await readSubject(ctx, origin))))
    return "somebody who gave it may no longer do so";
  return whyNotReleased(ctx, origin);
}

export type End = { how: "used" | "expired" | "revoked" | "voided"; reason: string | null };

export async function endStanding(tx: TxCtx, row: StandingRow, { how, reason }: End): Promise<AuditEvent> {
  await tx.db.standingApproval.update({
    where: { id: row.id },
    data: { endedHow: how, endedReason: reason, endedAt: tx.now },
  });
  return standingEvent(row, "standing.ended", { how, reason, used: row.used });
}

/** Ends those of some agents, or of all, as part of the act that stops them. */
export async function voidStanding(tx: TxCtx, covers: (action: Action) => boolean, reason: string): Promise<void> {
  const rows = await tx.db.standingApproval.findMany({
    where: { orgId: tx.orgId, endedHow: null },
    orderBy: { id: "asc" },
  });
  for (const row of rows) {
    const origin = await readRow(tx, row.checkpointId);
    if (!covers(Action.parse(JSON.parse(origin.action)))) continue;
    await recordAudit(tx, await endStanding(tx, row, { how: "voided", reason }));
  }
}

export const standingEvent = (
  row: Pick<StandingRow, "id" | "tool" | "checkpointId">,
  action: AuditEvent["action"],
  detail: NonNullable<AuditEvent["detail"]>,
): AuditEvent => ({
  action,
  target: { kind: "standing", id: row.id, name: row.tool },
  detail: { checkpoint: row.checkpointId, ...detail },
});

export async function showStanding(ctx: Ctx, row: StandingRow, now: Date): Promise<StandingApproval> {
  const origin = await readRow(ctx, row.checkpointId);
  const statement = StandingStatement.parse(JSON.parse(row.body));
  const fallen = row.endedHow === null && row.expiresAt > now ? await whyFallen(ctx, origin) : null;
  const over = row.expiresAt <= now ? "expired" : "standing";
  return StandingApproval.parse({
    ...row,
    agentName: origin.agentName,
    arguments: canonicalJson(Action.parse(JSON.parse(origin.action)).arguments),
    by: statement.people,
    // What has fallen is void from that moment on, whether or not the sweep has written it down.
    status: row.endedHow ?? (fallen ? "voided" : over),
    endedReason: row.endedReason ?? fallen,
    issuedAt: row.issuedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    statement,
    signature: { keyId: row.signingKeyId, algorithm: "Ed25519", value: row.signature },
  });
}
