import type { z } from "zod";
import { query } from "@/lib/audit/query";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { inUnit } from "@/lib/db/unit";
import { type AuthorityClass, decidableBy, fromOpen, inClasses, openClasses, teamOf } from "./authority";
import { type CheckpointSummary, listCheckpointsOp } from "./contract";
import { type Electorate, voterById } from "./electorate";
import { decodePlace, encodePlace, type InboxPlace } from "./inbox-cursor";
import { marksOf, noMarks } from "./marks";
import { homesOf, subjectIn, summaryOf, withVotes } from "./rows";
import { voterOf, votersOf } from "./voters";

type Filters = z.output<typeof listCheckpointsOp.input>;
/** One line of the list: the request that stands for it, its place in the order, and how many are alike. */
type Line = InboxPlace & { alike: number };

export const listCheckpoints = query(listCheckpointsOp, async (ctx, filters) => {
  const open = filters.box !== "closed" && filters.box !== "all";
  const [voters, classes] = await Promise.all([votersOf(ctx), open ? classesOf(ctx, filters) : null]);
  const source = open ? openSource(ctx, filters, voters, classes) : endedSource(ctx, filters);
  const lines = source === null ? [] : await readLines(ctx, source, filters, open);
  const page = lines.slice(0, filters.limit);
  const last = page.at(-1);
  return {
    items: await readRows(ctx, page, voters),
    nextCursor: lines.length > filters.limit && last ? encodePlace(last) : null,
  };
});

/** The box of everything that is open needs none. */
const classesOf = (ctx: Ctx, { box, person }: Filters): Promise<AuthorityClass[]> | null =>
  box === "open" && person === undefined ? null : openClasses(ctx);

/** Open requests of a box; null when the box cannot hold any, so that nothing is asked. */
function openSource(
  ctx: Ctx,
  { box, person }: Filters,
  voters: Electorate,
  all: readonly AuthorityClass[] | null,
): Prisma.Sql | null {
  if (all === null)
    return Prisma.sql`FROM "Checkpoint" c WHERE c."orgId" = ${ctx.orgId} AND c."status" = 'pending'
      AND ${inUnit(ctx, Prisma.sql`c."agentId"`)}`;
  const me = voterOf(ctx.actor, voters);
  let classes = all;
  if (box === "mine" || box === "snoozed") classes = decidableBy([me], classes, voters);
  if (box === "team") classes = decidableBy(me ? teamOf(me, voters) : [], classes, voters);
  if (person !== undefined) classes = decidableBy([voterById(voters, person)], classes, voters);
  if (classes.length === 0) return null;
  const aside = Prisma.sql`EXISTS (SELECT 1 FROM "CheckpointSnooze" s
    WHERE s."checkpointId" = c."id" AND s."userId" = ${ctx.actor.id} AND s."until" > statement_timestamp())`;
  const whose =
    box === "mine" ? Prisma.sql`AND NOT ${aside}` : box === "snoozed" ? Prisma.sql`AND ${aside}` : Prisma.empty;
  return Prisma.sql`${fromOpen(ctx)} AND ${inClasses(classes)} ${whose}`;
}

function endedSource(ctx: Ctx, { box, person }: Filters): Prisma.Sql {
  const ended = box === "closed" ? Prisma.sql`AND c."status" <> 'pending'` : Prisma.empty;
  const decided =
    person === undefined
      ? Prisma.empty
      : Prisma.sql`AND EXISTS (SELECT 1 FROM "CheckpointDecision" d WHERE d."checkpointId" = c."id" AND d."userId" = ${person})`;
  return Prisma.sql`FROM "Checkpoint" c WHERE c."orgId" = ${ctx.orgId} AND ${inUnit(ctx, Prisma.sql`c."agentId"`)}
    ${ended} ${decided}`;
}

const conditions = ({ agentId, tool, operationClass, riskTier, status, group }: Filters): Prisma.Sql[] =>
  [
    agentId && Prisma.sql`AND c."agentId" = ${agentId}`,
    tool && Prisma.sql`AND position(lower(${tool}) IN lower(c."tool")) > 0`,
    operationClass && Prisma.sql`AND c."operationClass" = ${operationClass}`,
    riskTier && Prisma.sql`AND c."riskTier" = ${riskTier}`,
    status && Prisma.sql`AND c."status" = ${status}`,
    group && Prisma.sql`AND c."groupKey" = ${group}`,
  ].flatMap((condition) => condition || []);

async function readLines(ctx: Ctx, source: Prisma.Sql, filters: Filters, open: boolean): Promise<Line[]> {
  const after = filters.cursor === undefined ? null : decodePlace(filters.cursor);
  const all = Prisma.sql`${source} ${Prisma.join([Prisma.empty, ...conditions(filters)], " ")}`;
  const order = open ? Prisma.sql`l."rank", l."at", l."id"` : Prisma.sql`l."at" DESC, l."id" DESC`;
  const beyond = !after
    ? Prisma.empty
    : open
      ? Prisma.sql`AND (l."rank", l."at", l."id") > (${after.rank}::int, ${after.at}::timestamptz, ${after.id})`
      : Prisma.sql`AND (l."at", l."id") < (${after.at}::timestamptz, ${after.id})`;
  const at = open ? Prisma.sql`c."expiresAt"` : Prisma.sql`c."createdAt"`;
  const lines =
    filters.fold === "yes" && open
      ? folded(all)
      : Prisma.sql`SELECT c."id", c."riskRank" AS "rank", ${at} AS "at", 1 AS "alike" ${all}`;
  return ctx.db.$queryRaw<Line[]>(Prisma.sql`
    SELECT l."id", l."rank", l."at", l."alike" FROM (${lines}) l
    WHERE TRUE ${beyond} ORDER BY ${order} LIMIT ${filters.limit + 1}`);
}

/**
 * Only what has the same tier and asks for the same proof is folded: a line must not look milder than what it stands for. The
 * one that stands for it is the first to expire; its id is found as the least of texts that begin with that time.
 */
const folded = (all: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT right(min(f."first"), -${TIME_DIGITS}::int) AS "id", f."rank", min(f."at") AS "at", count(*)::int AS "alike"
  FROM (
    SELECT c."riskRank" AS "rank", c."expiresAt" AS "at", c."stepUp", c."groupKey",
      CASE c."groupKey" WHEN '' THEN c."id" ELSE '' END AS "alone",
      (date_part('epoch', c."expiresAt") * 1000)::bigint::text || c."id" COLLATE "C" AS "first"
    ${all}
  ) f GROUP BY f."rank", f."stepUp", f."groupKey", f."alone"`;

/** Milliseconds have as many until the year 2286. */
const TIME_DIGITS = 13;

async function readRows(ctx: Ctx, lines: readonly Line[], voters: Electorate): Promise<CheckpointSummary[]> {
  const ids = lines.map(({ id }) => id);
  const [found, marks] = await Promise.all([
    ctx.db.checkpoint.findMany({ where: { orgId: ctx.orgId, id: { in: ids } }, include: withVotes }),
    marksOf(ctx, ids, voters.at),
  ]);
  const homes = await homesOf(
    ctx,
    found.map((row) => row.agentId),
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  const me = voterOf(ctx.actor, voters);
  return lines.flatMap(({ id, alike }) => {
    const row = byId.get(id);
    if (!row) return [];
    return [summaryOf(row, voters, me, subjectIn(homes, row), marks.get(id) ?? noMarks, alike)];
  });
}
