/** Private to this folder: which calls a list shows, found in a bounded time whatever is asked. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type Asked, asksPoints, type Filters, fitting, isCounted, narrowed, toldIn, withAgents } from "./asked-calls";
import { type CallSource, NO_DECISION } from "./contract";
import { type Lanes, lookedAt, type Span } from "./looked-at";
import { matchingHours } from "./matching-hours";

export type Place = { receivedAt: Date; id: string };
type FoundCall = Place & { source: CallSource };
/** `edge`: how far was looked, where the calls are fewer than were asked for and there may be more. */
export type Found = { calls: FoundCall[]; edge: Place | null };

/** So many calls are looked at first, and in each further step; after the last the reader is told how far it went. */
const FIRST = 2_000;
const STEP = 20_000;
const STEPS = 3;
/** In order before every id that a call can have. */
const BEFORE_ALL = "\u0001";
/** So many calls of one hour of an agent. */
const HOUR_DEPTH = 2_000;

export async function findCalls(ctx: Ctx, asked: Asked, whole: Span, limit: number): Promise<Found> {
  let lanes = lanesOf(asked);
  let span = whole;
  /** Where a step ends by itself: it looks only at some hours, and there are others before. */
  let floor: Date | null = null;
  const calls: FoundCall[] = [];
  for (let step = 1; lanes.decided || lanes.told.length > 0; step++) {
    const part: Span = floor ? { ...span, from: floor } : span;
    const { rows, edge: met } = await look(ctx, asked, part, lanes, { limit: limit - calls.length, step });
    calls.push(...rows);
    const edge = met ?? (floor && { receivedAt: floor, id: BEFORE_ALL });
    if (calls.length >= limit || edge === null) break;
    if (step === STEPS) return { calls, edge };
    span = { ...span, cursor: { at: edge.receivedAt, id: edge.id } };
    if (lanes.decided && asked.texts === null && isCounted(asked.filters) && narrowed(ctx, asked.filters)) {
      // An hour that begins at the floor was looked through.
      const before = met ? edge.receivedAt : new Date(edge.receivedAt.getTime() - 1);
      const next = await matchingHours(ctx, asked.filters, { from: span.from, before }, limit - calls.length);
      floor = next?.floor ?? null;
      const over = next !== null && next.hours.length === 0 && floor === null;
      lanes = { ...lanes, decided: over ? null : { hours: next?.hours ?? null } };
    }
  }
  return { calls, edge: null };
}

/** A source that cannot hold an answer is not asked. */
function lanesOf({ filters, texts }: Asked): Lanes {
  const { source, chosen } = filters;
  const { effect, carriedOut, agentId } = chosen;
  const only = (values: readonly string[] | undefined, among: readonly string[]) =>
    values?.every((value) => among.includes(value)) ?? false;
  const notOfPoints = only(effect, [NO_DECISION]) || only(carriedOut, ["unmediated", "imported"]);
  const decided =
    chosen.code !== undefined ||
    chosen.operationClass !== undefined ||
    only(carriedOut, ["enforced", "observed", "imported"]);
  // Unless it is asked for, what telemetry says of a decided call is left out.
  const noTelemetry = source === undefined && (decided || (effect !== undefined && !effect.includes(NO_DECISION)));
  const noImport = carriedOut !== undefined && !carriedOut.includes("imported");
  const noText = texts !== null && texts.length === 0;
  return {
    decided: !asksPoints(filters) || notOfPoints || noText ? null : { hours: null },
    told: toldIn(filters).filter((told) => (told === "telemetry" ? !noTelemetry : !noImport)),
    // A text's own way through the index is the shorter one.
    ...(agentId?.length === 1 && texts === null ? { ofAgent: agentId[0] } : {}),
  };
}

function withoutAgent({ chosen: { agentId: _, ...chosen }, ...filters }: Filters): Filters {
  return { ...filters, chosen };
}

type Look = { limit: number; step: number };

async function look(ctx: Ctx, asked: Asked, span: Span, lanes: Lanes, { limit, step }: Look) {
  const { filters, words, texts } = asked;
  const most = step === 1 ? FIRST : STEP;
  // What an index has in order needs no more than is shown.
  const sifted = narrowed(ctx, lanes.ofAgent === undefined ? filters : withoutAgent(filters));
  const each = sifted || (words !== null && texts === null) ? most : limit;
  const depth = {
    decided: lanes.decided?.hours
      ? HOUR_DEPTH
      : texts === null
        ? each
        : Math.max(limit, Math.ceil(each / texts.length)),
    told: sifted || words !== null ? most : limit,
  };
  const rows = await ctx.db.$queryRaw<(FoundCall & { edge: boolean })[]>(Prisma.sql`
    ${lookedAt(ctx, asked, span, lanes, depth)}
    SELECT * FROM (
      SELECT r."source", r."receivedAt", r."id", false AS "edge" FROM (${withAgents(ctx, Prisma.sql`seen`)}) r
      WHERE ${fitting(ctx, filters)} ORDER BY r."receivedAt" DESC, r."id" DESC LIMIT ${limit}
    ) found
    UNION ALL SELECT 'point', "receivedAt", "id", true FROM edge
    ORDER BY 4, 2 DESC, 3 DESC`);
  return { rows: rows.filter(({ edge }) => !edge), edge: rows.find(({ edge }) => edge) ?? null };
}
