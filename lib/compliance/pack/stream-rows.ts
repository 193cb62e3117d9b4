/** Rows that never change, as lines of JSON, page by page in the order of their arrival: memory does not grow with them. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { ofAgents, type PackScope, stopOf } from "./scope";

const PAGE = 1_000;

/** Lines of one page, and how many they are. */
export type Page = { text: string; count: number };
type Cursor = { at: Date; id: string };
type Row = { text: string | null; count: number; at: Date | null; id: string | null };

const instant = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Postgres itself makes the lines: reading a page is reading one value. */
async function* pages(ctx: Ctx, pageOf: (after: Cursor | null) => Prisma.Sql): AsyncGenerator<Page> {
  let after: Cursor | null = null;
  for (;;) {
    const rows: Row[] = await ctx.db.$queryRaw<Row[]>(Prisma.sql`
      WITH page AS MATERIALIZED (${pageOf(after)})
      SELECT string_agg("line" || E'\n', '' ORDER BY "at", "id") AS "text", count(*)::int AS "count",
        (array_agg("at" ORDER BY "at" DESC, "id" DESC))[1] AS "at", (array_agg("id" ORDER BY "at" DESC, "id" DESC))[1] AS "id"
      FROM page`);
    const row: Row | undefined = rows[0];
    if (!row?.text || row.at === null || row.id === null) return;
    yield { text: row.text, count: row.count };
    if (row.count < PAGE) return;
    after = { at: row.at, id: row.id };
  }
}

/** Each call with the decision about it and how it ended, where that was known before the cut. */
export const callPages = (ctx: Ctx, scope: PackScope): AsyncGenerator<Page> =>
  pages(
    ctx,
    (after) => Prisma.sql`
      SELECT e."receivedAt" AS "at", e."id", json_build_object('id', e."id", 'at', ${instant(Prisma.sql`e."at"`)},
        'receivedAt', ${instant(Prisma.sql`e."receivedAt"`)}, 'point', e."pepId", 'agent', e."agentId", 'agentName', e."agentName",
        'onBehalfOf', e."onBehalfOf", 'chain', e."chain", 'tool', e."tool", 'operationClass', e."operationClass",
        'effect', e."effect", 'code', e."code", 'enforced', e."enforced", 'reason', e."reason", 'policies', e."policies",
        'revision', e."revision", 'argumentsDigest', e."argumentsDigest", 'checkpoint', e."checkpointId",
        'outcome', o."outcome", 'outcomeAt', ${instant(Prisma.sql`o."at"`)})::text AS "line"
      FROM "ActivityEvent" e
      LEFT JOIN "ActivityOutcome" o ON o."orgId" = e."orgId" AND o."callId" = e."id" AND o."pepId" = e."pepId"
        AND o."receivedAt" < ${scope.cut}
      WHERE e."orgId" = ${ctx.orgId} AND e."receivedAt" >= ${scope.from} AND e."receivedAt" < ${scope.cut}
        ${ofAgents(scope, Prisma.sql`e."agentId"`)}
        ${after ? Prisma.sql`AND (e."receivedAt", e."id") > (${after.at}, ${after.id})` : Prisma.empty}
      ORDER BY e."receivedAt", e."id" LIMIT ${PAGE}`,
  );

export const gapPages = (ctx: Ctx, { from, cut }: PackScope): AsyncGenerator<Page> =>
  pages(
    ctx,
    (after) => Prisma.sql`
      SELECT "receivedAt" AS "at", "id", json_build_object('id', "id", 'point', "pepId", 'lost', "lost", 'from', ${instant(Prisma.sql`"firstAt"`)},
        'to', ${instant(Prisma.sql`"lastAt"`)}, 'reason', "reason", 'receivedAt', ${instant(Prisma.sql`"receivedAt"`)})::text AS "line"
      FROM "ActivityGap" WHERE "orgId" = ${ctx.orgId} AND "receivedAt" >= ${from} AND "receivedAt" < ${cut}
        ${after ? Prisma.sql`AND ("receivedAt", "id") > (${after.at}, ${after.id})` : Prisma.empty}
      ORDER BY "receivedAt", "id" LIMIT ${PAGE}`,
  );

/** Every version of every policy that there was before the cut: history does not begin with the period. */
export const versionPages = (ctx: Ctx, { cut }: PackScope): AsyncGenerator<Page> =>
  pages(
    ctx,
    (after) => Prisma.sql`
      SELECT * FROM (
        SELECT v."createdAt" AS "at", v."policyId" || '@' || v."version" AS "id", json_build_object('policy', p."slug", 'version', v."version",
          'effect', v."effect", 'mode', v."mode", 'checkpoint', v."checkpoint", 'text', v."text", 'by', v."createdByName",
          'at', ${instant(Prisma.sql`v."createdAt"`)})::text AS "line"
        FROM "PolicyVersion" v JOIN "Policy" p ON p."id" = v."policyId" AND p."orgId" = v."orgId"
        WHERE v."orgId" = ${ctx.orgId} AND v."createdAt" < ${cut}) versions
      WHERE ${after ? Prisma.sql`("at", "id") > (${after.at}, ${after.id})` : Prisma.sql`true`}
      ORDER BY "at", "id" LIMIT ${PAGE}`,
  );

/** Signed manifests of what was published: which policies were in force from when. */
export const publicationPages = (ctx: Ctx, { cut }: PackScope): AsyncGenerator<Page> =>
  pages(
    ctx,
    (after) => Prisma.sql`
      SELECT * FROM (
        SELECT "createdAt" AS "at", lpad("revision"::text, 12, '0') AS "id", json_build_object('revision', "revision", 'at', ${instant(Prisma.sql`"createdAt"`)},
          'by', "createdByName", 'note', "note", 'policies', "policyCount", 'contentDigest', "contentDigest", 'manifest', "manifest",
          'signature', json_build_object('keyId', "signingKeyId", 'algorithm', 'Ed25519', 'value', "signature"))::text AS "line"
        FROM "Bundle" WHERE "orgId" = ${ctx.orgId} AND "createdAt" < ${cut} AND "cause" = 'published') published
      WHERE ${after ? Prisma.sql`("at", "id") > (${after.at}, ${after.id})` : Prisma.sql`true`}
      ORDER BY "at", "id" LIMIT ${PAGE}`,
  );

/** Stops with the points' acknowledgements. */
export const stopPages = (ctx: Ctx, scope: PackScope): AsyncGenerator<Page> =>
  pages(
    ctx,
    (after) => Prisma.sql`
      SELECT o."orderedAt" AS "at", o."id", json_build_object('id', o."id", 'agents', o."agentIds", 'subject', o."agentName", 'scope', o."scope",
        'status', o."status", 'reason', o."reason", 'by', o."orderedByName", 'at', ${instant(Prisma.sql`o."orderedAt"`)}, 'points', o."points",
        'releases', o."releases", 'drill', o."drill", 'acknowledged', (SELECT coalesce(json_agg(json_build_object('point', a."pepId",
          'at', ${instant(Prisma.sql`a."receivedAt"`)}) ORDER BY a."receivedAt", a."pepId"), '[]'::json) FROM "StopAck" a
          WHERE a."orderId" = o."id" AND a."receivedAt" < ${scope.cut}))::text AS "line"
      FROM "StopOrder" o WHERE o."orgId" = ${ctx.orgId} AND ${stopOf(scope)}
        ${after ? Prisma.sql`AND (o."orderedAt", o."id") > (${after.at}, ${after.id})` : Prisma.empty}
      ORDER BY o."orderedAt", o."id" LIMIT ${PAGE}`,
  );
