import { query } from "@/lib/audit/query";
import { Prisma } from "@/lib/db/generated/client";
import { listToolsOp } from "./contract";
import { containing, type ToolRow, toolOf } from "./rows";
import { SUSPICIOUS } from "./tool-signs";

/** Longer definitions are left out of lists, so that a server with endless descriptions cannot choke the page of all tools. */
const MOST_LISTED = 20_000;

export const listTools = query(listToolsOp, async (ctx, { q, server, state, operationClass, signs }) => {
  const like = containing(q?.trim() ?? "");
  const conditions = [
    Prisma.sql`"orgId" = ${ctx.orgId}`,
    server && Prisma.sql`"server" = ${server}`,
    state && Prisma.sql`"state" = ${state}`,
    operationClass && Prisma.sql`"operationClass" = ${operationClass}`,
    signs && standingOut(signs),
    q?.trim() && Prisma.sql`("server" || '/' || "name") ILIKE ${like}`,
  ].flatMap((condition) => condition || []);
  const rows = await ctx.db.$queryRaw<(ToolRow & { omitted: boolean })[]>(Prisma.sql`
    SELECT "id", "server", "name", "operationClass", "reversibility", "state", "definitionDigest", "pin", "pinnedAt",
           "seenAt", "demo", "createdAt", "trustedFirstUse", "signs", "signSeverity",
           CASE WHEN length("definition") <= ${MOST_LISTED} THEN "definition" END AS "definition",
           CASE WHEN length("pinnedDefinition") <= ${MOST_LISTED} THEN "pinnedDefinition" END AS "pinnedDefinition",
           coalesce(greatest(length("definition"), length("pinnedDefinition")) > ${MOST_LISTED}, false) AS "omitted"
    FROM "Tool" WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY "server" COLLATE "C", "name" COLLATE "C"`);
  return { items: rows.map(({ omitted, ...row }) => toolOf(row, omitted)) };
});

function standingOut(signs: "suspicious" | "noted" | "none"): Prisma.Sql {
  if (signs === "none") return Prisma.sql`"signSeverity" IS NULL`;
  const suspicious = Prisma.sql`"signSeverity" = ANY(${SUSPICIOUS})`;
  return signs === "suspicious" ? suspicious : Prisma.sql`"signSeverity" IS NOT NULL AND NOT ${suspicious}`;
}
