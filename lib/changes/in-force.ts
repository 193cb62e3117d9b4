/**
 * What is in force, as far as it decides whether an act weakens anything: before the first publication nothing does. What a roll-out
 * brings counts from its first ring on.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type ReachedTool, scopeReaches } from "./scope-reaches";

/** Policies `v` in force, as a part of a statement. */
const versionsInForce = (orgId: string): Prisma.Sql => Prisma.sql`(
  SELECT "policyId", "version" FROM "PublishedPolicy" WHERE "orgId" = ${orgId}
  UNION SELECT chosen."policyId", chosen."version"
    FROM "RollOut" r, jsonb_to_recordset(r."chosen") AS chosen("policyId" text, "version" int)
    WHERE r."orgId" = ${orgId} AND r."endedAt" IS NULL
  ) AS f JOIN "PolicyVersion" v ON v."policyId" = f."policyId" AND v."version" = f."version" AND v."orgId" = ${orgId}`;

export async function anyInForce({ db, orgId }: Ctx): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>(Prisma.sql`SELECT 1 FROM ${versionsInForce(orgId)} LIMIT 1`);
  return rows.length > 0;
}

/** For each tool, whether a permit in force may apply to it. What cannot be ruled out counts. */
export async function reachedInForce({ db, orgId }: Ctx, tools: readonly ReachedTool[]): Promise<boolean[]> {
  const rows = await db.$queryRaw<{ cedar: unknown }[]>(Prisma.sql`
    SELECT v."cedar" FROM ${versionsInForce(orgId)} WHERE v."effect" = 'permit' AND v."mode" = 'enforce'`);
  return tools.map((tool) => rows.some(({ cedar }) => scopeReaches(cedar, tool)));
}

/** Titles of the checkpoint rules that policies in force name and that ask this team. */
export const rulesAsking = (ctx: Ctx, teamId: string): Promise<string[]> => rulesNaming(ctx, teamId);

/** Titles of the rules in force that ask the team that an agent names, whichever that is. */
export const rulesAskingAgentTeams = (ctx: Ctx): Promise<string[]> => rulesNaming(ctx, "agentTeam");

async function rulesNaming({ db, orgId }: Ctx, word: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ title: string }[]>(Prisma.sql`
    SELECT DISTINCT r."title" FROM "CheckpointRule" r JOIN (
      SELECT v."checkpoint" FROM ${versionsInForce(orgId)}) AS named ON named."checkpoint" = r."slug"
    WHERE r."orgId" = ${orgId} AND r."stages"::text LIKE ${`%"${word}"%`} ORDER BY r."title"`);
  return rows.map(({ title }) => title);
}
