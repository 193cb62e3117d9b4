/** Private to this folder: recorded calls in the order in which they came, in portions. */
import { z } from "zod";
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import type { JsonObject } from "@/sdk/canonical";
import { MOST_REPLAYED } from "./contract";

const PORTION = 4_000;

export type RecordedCall = {
  id: string;
  /** Milliseconds. */
  at: number;
  agentId: string;
  agentName: string;
  tool: string;
  onBehalfOf: string | null;
  chain: string[];
  /** Null when what is recorded is not all of what was called with. */
  arguments: JsonObject | null;
};

type Span = { from: Date; to: Date };

/** A call that was held and then released is reported again when it runs: the first report is the call. */
const within = ({ orgId }: Ctx, { from, to }: Span): Prisma.Sql =>
  Prisma.sql`"orgId" = ${orgId} AND "receivedAt" >= ${from} AND "receivedAt" < ${to} AND "checkpointId" IS NULL`;

export type Extent = { total: number; cut: boolean; from: Date };

/** How many there are to replay, and from when on: the newest, where there are too many. */
export async function extentOf(ctx: Ctx, span: Span, most: number = MOST_REPLAYED): Promise<Extent> {
  const [row] = await ctx.db.$queryRaw<{ total: number; first: Date | null }[]>(Prisma.sql`
    SELECT count(*)::int AS "total", min("receivedAt") AS "first" FROM (
      SELECT "receivedAt" FROM "ActivityEvent" WHERE ${within(ctx, span)}
      ORDER BY "receivedAt" DESC, "id" DESC LIMIT ${most + 1}) newest`);
  const total = row?.total ?? 0;
  return total > most
    ? { total: most, cut: true, from: row?.first ?? span.from }
    : { total, cut: false, from: span.from };
}

/** The next portion is fetched while the one before it is judged. */
export async function* recordedCalls(ctx: Ctx, span: Span, portion = PORTION): AsyncGenerator<RecordedCall[]> {
  let coming: Promise<Stored[]> | null = fetchPortion(ctx, span, { at: null, id: "" }, portion);
  while (coming) {
    const rows: Stored[] = await coming;
    const last = rows.at(-1);
    coming = last && rows.length === portion ? fetchPortion(ctx, span, { at: last[1], id: last[0] }, portion) : null;
    // Whoever stops listening leaves it behind: its failure is then nobody's.
    coming?.catch(() => undefined);
    if (rows.length > 0) yield rows.map(callOf);
  }
}

/** The digest covers the canonical text: what was cut or redacted on the way has another one. */
const whole = Prisma.sql`"argumentsDigest" = 'sha256:' || encode(sha256(convert_to("argumentsText", 'UTF8')), 'hex')`;

/** As one JSON text, which is parsed at once: row by row, a million would take minutes. */
async function fetchPortion(ctx: Ctx, span: Span, after: Cursor, portion: number): Promise<Stored[]> {
  const beyond = after.at
    ? Prisma.sql`AND ("receivedAt", "id") > (${after.at}::timestamptz, ${after.id})`
    : Prisma.empty;
  const [row] = await ctx.db.$queryRaw<{ calls: string | null }[]>(Prisma.sql`
    SELECT json_agg(json_build_array("id", "receivedAt", extract(epoch FROM "at") * 1000, "agentId", "agentName", "tool",
      "onBehalfOf", "chain", CASE WHEN ${whole} THEN "argumentsText" END))::text AS "calls"
    FROM (SELECT * FROM "ActivityEvent" WHERE ${within(ctx, span)} ${beyond}
      ORDER BY "receivedAt", "id" LIMIT ${portion}) portion`);
  return Rows.parse(JSON.parse(row?.calls ?? "[]"));
}

type Cursor = { at: string | null; id: string };
type Stored = [string, string, number, string, string, string, string | null, string[], string | null];
/** Built by the statement above: looked at as a whole, not member by member. */
const Rows = z.custom<Stored[]>((value) => Array.isArray(value));

function callOf([id, , at, agentId, agentName, tool, onBehalfOf, chain, text]: Stored): RecordedCall {
  return { id, at, agentId, agentName, tool, onBehalfOf, chain, arguments: text === null ? null : parsed(text) };
}

function parsed(text: string): JsonObject | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
