/** Agents that a source no longer shows become findings; what was settled elsewhere waits no longer. A job's work: nobody asks for it. */
import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { clearFinding } from "@/lib/findings/clear-finding";
import { raiseFinding } from "@/lib/findings/raise-finding";
import { Source, vanished } from "@/lib/sightings/rules";

type Row = {
  id: string;
  name: string;
  source: string;
  origin: string;
  lastSeenAt: Date;
  goneAt: Date | null;
  agentId: string;
  agentName: string;
};

/** Raises what vanished and clears what is back; returns how many have vanished. */
export async function watchSightings(ctx: Ctx): Promise<number> {
  await settleRegistered(ctx);
  const now = await databaseNow(ctx.db);
  const rows = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
    SELECT s."id", s."name", s."source", s."origin", s."lastSeenAt", s."goneAt", a."id" AS "agentId", a."name" AS "agentName"
    FROM "Sighting" s JOIN "Agent" a ON a."id" = s."agentId" AND a."orgId" = s."orgId"
    WHERE s."orgId" = ${ctx.orgId} AND s."state" IN ('confirmed', 'merged') AND a."status" <> 'retired' ORDER BY s."id"`);
  const gone = new Set<string>();
  for (const row of rows) {
    const why = vanished({ ...row, source: Source.parse(row.source) }, now);
    if (why === null) continue;
    gone.add(row.id);
    await raise(ctx, row, why);
  }
  const open = await ctx.db.finding.findMany({
    where: { orgId: ctx.orgId, kind: "agent.vanished", status: "open" },
    select: { subjectId: true, detail: true },
  });
  for (const { subjectId, detail } of open) {
    const part = (detail as { sighting?: string }).sighting ?? "";
    if (!gone.has(part))
      await clearFinding(ctx, { kind: "agent.vanished", subjectId, part, why: "It was seen again, or is retired." });
  }
  return gone.size;
}

function raise(
  ctx: Ctx,
  { id, source, origin, lastSeenAt, goneAt, agentId, agentName }: Row,
  why: string,
): Promise<string> {
  return raiseFinding(ctx, {
    kind: "agent.vanished",
    severity: "low",
    part: id,
    subject: { kind: "agent", id: agentId, name: agentName },
    title: `${agentName} is no longer seen: ${why}`,
    mend: "Find out whether it still runs. Retire it if it does not, and revoke what it proves itself with; have its place looked at again if it does.",
    detail: { sighting: id, source, origin, lastSeenAt: lastSeenAt.toISOString(), gone: goneAt !== null },
    facts: { sighting: id, lastSeenAt: lastSeenAt.toISOString(), gone: goneAt !== null },
  });
}

/** Somebody gave it an owner, released or retired it on its own page: that is a decision too. */
const settleRegistered = (ctx: Ctx): Promise<number> =>
  transaction(ctx, (tx) =>
    tx.db.$executeRaw(Prisma.sql`
      UPDATE "Sighting" s SET "state" = 'confirmed', "decidedAt" = ${tx.now}, "decidedById" = ${tx.actor.id},
        "decidedByName" = ${tx.actor.name}, "reason" = 'The agent was given an owner, released or retired on its own page.'
      FROM "Agent" a
      WHERE s."orgId" = ${tx.orgId} AND s."state" = 'waiting' AND a."id" = s."agentId" AND a."orgId" = s."orgId"
        AND (a."ownerId" IS NOT NULL OR a."status" IN ('active', 'retired'))`),
  );
