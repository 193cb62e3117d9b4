/** One request whole, for whoever asks. Shared by reading and deciding. */
import { type Actor, type Ctx, databaseNow, rolesOf } from "@/lib/db/ctx";
import { can } from "@/lib/shared/permissions";
import { cannotStand } from "./cannot-stand";
import { chainOf } from "./chain-of";
import { cannotChange } from "./change-rules";
import type { Checkpoint } from "./contract";
import { decoyOf, shownPoint } from "./decoy";
import { SecondReview } from "./decoy-contract";
import { marksOf, noMarks } from "./marks";
import { approversOf, changeOf, inQuestion, type Row, readSubject, stagesNow, summaryOf } from "./rows";
import { cannotDecide } from "./rules";
import { namedIn, shownStages, shownVotes } from "./show-people";
import { voterOf, votersOf } from "./voters";

export async function showCheckpoint(ctx: Ctx, row: Row): Promise<Checkpoint> {
  const now = await databaseNow(ctx.db);
  const voters = await votersOf(ctx, now);
  const agent = await readSubject(ctx, row);
  const me = voterOf(ctx.actor, voters);
  const stages = stagesNow(row, now);
  const approvers = approversOf(row, voters);
  const pep = await ctx.db.pep.findUnique({
    where: { id_orgId: { id: shownPoint(row), orgId: ctx.orgId } },
    select: { name: true },
  });
  const key = pep ? null : await ctx.db.apiKey.findFirst({ where: { id: shownPoint(row), orgId: ctx.orgId } });
  const glass = await ctx.db.breakGlass.findUnique({ where: { checkpointId: row.id } });
  const marks = await marksOf(ctx, [row.id], now);
  const open = row.status === "pending" && row.expiresAt > now;
  // Whoever has voted may still change what is voted about, ask, and answer.
  const cannotAct = open ? cannotDecide(me, stages, [], agent) : closedSentence(row, now);
  return {
    ...summaryOf(row, voters, me, agent, marks.get(row.id) ?? noMarks),
    pepId: shownPoint(row),
    // Told once it has ended, and not to anybody before.
    decoy: row.closedAt === null ? null : decoyOf(row),
    secondReview: SecondReview.array().parse(JSON.parse(row.review)),
    pepName: pep?.name ?? key?.name ?? null,
    callId: row.callId,
    revision: row.revision,
    action: inQuestion(row).action,
    change: await changeShown(ctx, row),
    cannotStand: cannotStand(row),
    standingId: row.standingId,
    cannotChange: cannotAct ?? cannotChange(row),
    agentReason: row.agentReason,
    policies: await policiesOf(ctx, row.policies),
    rules: row.rules,
    stages: shownStages(row, voters, stages, agent),
    excluded: [...agent.excluded].map(([id, why]) => ({ id, why })),
    named: await namedIn(ctx, row, agent),
    votes: shownVotes(row, voters, stages, agent, readsNotes(ctx.actor)),
    cannotDecide: open ? cannotDecide(me, stages, approvers, agent) : closedSentence(row, now),
    redeemedAt: row.grants[0]?.redeemedAt?.toISOString() ?? null,
    chain: await chainOf(ctx, row, now),
    breakGlass: glass
      ? { id: glass.id, byName: glass.grantedByName, reason: glass.reason, at: glass.at.toISOString() }
      : null,
    mayBreakGlass: open && ctx.actor.kind === "user" && can(rolesOf(ctx.actor), "checkpoint:breakGlass"),
    serverTime: now.toISOString(),
  };
}

async function changeShown(ctx: Ctx, row: Row): Promise<Checkpoint["change"]> {
  const change = await changeOf(ctx, row);
  if (!change) return null;
  const { byId, byName, reason, at } = change;
  return { byId, byName, reason, at: at.toISOString(), asked: { action: row.action, digest: row.digest } };
}

async function policiesOf(ctx: Ctx, named: string[]) {
  const parts = named.map((text) => ({
    slug: text.replace(/@\d+$/, ""),
    version: Number(/@(\d+)$/.exec(text)?.[1] ?? 0) || null,
  }));
  const rows = await ctx.db.policy.findMany({
    where: { orgId: ctx.orgId, slug: { in: parts.map(({ slug }) => slug) } },
    select: { id: true, slug: true, title: true },
  });
  const known = new Map(rows.map((policy) => [policy.slug, policy]));
  return parts.map((part) => ({
    ...part,
    id: known.get(part.slug)?.id ?? null,
    title: known.get(part.slug)?.title ?? part.slug,
  }));
}

/** People read them. A program may be the agent's own, so it does only with the right to the whole record. */
const readsNotes = (actor: Actor): boolean => actor.kind === "user" || can(rolesOf(actor), "audit:read");

/** How a request that is no longer open ended, in one sentence. */
export function closedSentence(row: Row, now: Date): string {
  const last = row.decisions.at(-1);
  const by = last ? ` by ${last.userName} at ${last.at.toISOString()}` : "";
  switch (row.status) {
    case "approved":
    case "redeemed":
    case "lapsed":
      return `It was approved${by}${row.status === "redeemed" ? " and the action was released" : row.status === "lapsed" ? " but not used in time" : ""}.`;
    case "denied":
      return `It was denied${by}.`;
    case "pending":
      return row.expiresAt <= now
        ? `Nobody decided in time: it expired at ${row.expiresAt.toISOString()} and counts as denied.`
        : "It is open.";
    default:
      return `It was ${row.status}${row.statusReason ? `: ${row.statusReason}` : ""}.`;
  }
}
