/**
 * Private to this folder: answers a new request by a standing approval, if one covers it. The people's decisions are copied to
 * the request, so that opening and redeeming hold them to the very checks of an approval that was given just now.
 */
import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { canonicalJson, type JsonObject } from "@/sdk/canonical";
import { Action } from "@/sdk/wire/action";
import { eventOf, move } from "./decide-checkpoint";
import { makeGrant } from "./make-grant";
import { approversOf, type Row, readRow, readSubject, StandsFor, stagesNow } from "./rows";
import { allMet, filledStages } from "./rules";
import { endStanding, type StandingRow, standingEvent, whyFallen } from "./standing-rows";
import { votersOf } from "./voters";

/** The event of the approval; null when people have to be asked. `row` is new and pending. */
export async function answerByStanding(tx: TxCtx, row: Row): Promise<AuditEvent[] | null> {
  const candidates = await tx.db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT "id" FROM "StandingApproval" WHERE "orgId" = ${tx.orgId} AND "agentId" = ${row.agentId} AND "tool" = ${row.tool}
      AND "endedHow" IS NULL ORDER BY "id" FOR UPDATE`);
  for (const { id } of candidates) {
    // The lock may have been waited for: whoever came before may have used it up, and time has passed.
    const standing = await tx.db.standingApproval.findUniqueOrThrow({ where: { id } });
    const now = await databaseNow(tx.db);
    const origin = await readRow(tx, standing.checkpointId);
    const end = await endOf(tx, standing, origin, now);
    if (end) await recordAudit(tx, await endStanding(tx, standing, end));
    else if (
      standing.endedHow === null &&
      covers(standing, origin, row) &&
      (await agree(tx, standing, origin, row, now))
    )
      return use(tx, standing, row, now);
  }
  return null;
}

async function endOf(tx: TxCtx, standing: StandingRow, origin: Row, now: Date) {
  if (standing.endedHow !== null) return null;
  if (standing.expiresAt <= now) return { how: "expired" as const, reason: null };
  const fallen = await whyFallen(tx, origin);
  return fallen === null ? null : { how: "voided" as const, reason: fallen };
}

/** Equal in everything but the members that people let free, and held by no rule that they did not lift. */
function covers({ free }: StandingRow, origin: Row, row: Row): boolean {
  if (row.stepUp || row.uninspectable || row.riskTier !== origin.riskTier) return false;
  if (!row.rules.every((rule) => origin.rules.includes(rule))) return false;
  const [given, asked] = [origin, row].map(({ action }) => fixedPart(Action.parse(JSON.parse(action)), free));
  return given === asked;
}

function fixedPart(
  { tool, agent, pin, operationClass, onBehalfOf, chain, ...rest }: Action,
  free: readonly string[],
): string {
  const args: JsonObject = Object.fromEntries(Object.entries(rest.arguments).filter(([name]) => !free.includes(name)));
  return canonicalJson({ tool, agent, pin, operationClass, onBehalfOf, chain, arguments: args });
}

/** Whether the people who gave it are enough for the stages as the rules ask for them now. */
async function agree(tx: TxCtx, standing: StandingRow, origin: Row, row: Row, now: Date): Promise<boolean> {
  const all = await votersOf(tx, now);
  const votes = origin.decisions.filter(({ verdict, standing: terms }) => verdict === "approve" && terms !== null);
  const copies = votes.map((vote) => ({
    ...vote,
    checkpointId: row.id,
    digest: row.digest,
    at: now,
    reason: null,
    note: null,
    standing: null,
    stepUp: null,
    standingId: standing.id,
    // A new call needs whoever they stood in for to be away still.
    standsFor: StandsFor.parse(vote.standsFor).filter(({ id }) => all.away.get(id)?.delegateId === vote.userId),
  }));
  const agent = await readSubject(tx, row);
  const stages = stagesNow(row, now);
  const approvers = approversOf({ ...row, decisions: copies }, all);
  if (!allMet(stages, filledStages(stages, approvers, agent))) return false;
  await tx.db.checkpointDecision.createMany({
    // Columns that hold nothing are left out: JSON null would be a value.
    data: copies.map(({ standing: _, stepUp: __, ...copy }) => copy) as Prisma.CheckpointDecisionCreateManyInput[],
  });
  return true;
}

async function use(tx: TxCtx, standing: StandingRow, row: Row, now: Date): Promise<AuditEvent[]> {
  const used = standing.used + 1;
  await tx.db.standingApproval.update({ where: { id: standing.id }, data: { used } });
  const events: AuditEvent[] = [];
  if (used >= standing.most) events.push(await endStanding(tx, { ...standing, used }, { how: "used", reason: null }));
  await tx.db.checkpoint.update({ where: { id: row.id }, data: { standingId: standing.id } });
  const grant = await makeGrant(tx, row, now);
  await move(tx, row, "approved", `by standing approval ${standing.id}`, now, grant);
  const { people } = JSON.parse(standing.body) as { people: string[] };
  const detail = { digest: row.digest, standing: standing.id, by: people, use: used, of: standing.most };
  return [
    eventOf(row, "checkpoint.approved", detail),
    standingEvent(standing, "standing.used", { request: row.id, use: used }),
    ...events,
  ];
}
