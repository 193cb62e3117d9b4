import { command, RecordedRefusal } from "@/lib/audit/command";
import type { AuditEvent } from "@/lib/audit/record";
import { Prisma } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { notFound, Refusal } from "@/lib/shared/errors";
import { showBreakGlass } from "./break-glass-rows";
import { reviewBreakGlassOp } from "./glass-contract";

export const reviewBreakGlass = command(reviewBreakGlassOp, async (tx, { id, verdict, reason }) => {
  await tx.db.$queryRaw(Prisma.sql`SELECT 1 FROM "BreakGlass" WHERE "id" = ${id} AND "orgId" = ${tx.orgId} FOR UPDATE`);
  const where = { id_orgId: { id, orgId: tx.orgId } };
  const row = await tx.db.breakGlass.findUnique({ where });
  if (!row) throw notFound("broken glass");
  const event = (detail: AuditEvent["detail"]): AuditEvent => ({
    action: "breakGlass.reviewed",
    target: { kind: "checkpoint", id: row.checkpointId, name: `${row.agentName}: ${row.tool}` },
    detail: { breakGlass: id, ...detail },
  });
  if (tx.actor.kind !== "user" || tx.actor.id === row.grantedById) {
    const why = "Whoever broke the glass does not review it, and neither does a program: another person has to.";
    throw new RecordedRefusal("forbidden", why, { ...event({ refused: true }), action: "access.refused" });
  }
  if (row.reviewedAt) throw new Refusal("conflict", `It was reviewed by ${row.reviewedByName} already.`);
  const reviewed = await tx.db.breakGlass.update({
    where,
    data: {
      reviewedById: tx.actor.id,
      reviewedByName: tx.actor.name,
      reviewedAt: tx.now,
      verdict,
      reviewReason: reason,
    },
  });
  const done = `reviewed by ${tx.actor.name}: ${verdict}`;
  await clearFinding(tx, { kind: "breakGlass.unreviewed", subjectId: row.agentId, part: id, why: done });
  // An unjustified one stays open for whoever deals with the person and the process; dismissing it needs a reason.
  if (verdict === "justified")
    await clearFinding(tx, { kind: "breakGlass.used", subjectId: row.agentId, part: id, why: done });
  return { result: showBreakGlass(reviewed, tx.now), event: event({ verdict, reason }) };
});
