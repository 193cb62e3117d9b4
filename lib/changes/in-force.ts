/** What is in force, as far as it decides whether an act weakens anything: before the first publication nothing does. */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type ReachedTool, scopeReaches } from "./scope-reaches";

export async function anyInForce({ db, orgId }: Ctx): Promise<boolean> {
  return (await db.publishedPolicy.findFirst({ where: { orgId }, select: { policyId: true } })) !== null;
}

/** For each tool, whether a permit in force may apply to it. What cannot be ruled out counts. */
export async function reachedInForce({ db, orgId }: Ctx, tools: readonly ReachedTool[]): Promise<boolean[]> {
  const rows = await db.$queryRaw<{ cedar: unknown }[]>(Prisma.sql`
    SELECT v."cedar" FROM "PublishedPolicy" p
      JOIN "PolicyVersion" v ON v."policyId" = p."policyId" AND v."version" = p."version" AND v."orgId" = p."orgId"
    WHERE p."orgId" = ${orgId} AND v."effect" = 'permit' AND v."mode" = 'enforce'`);
  return tools.map((tool) => rows.some(({ cedar }) => scopeReaches(cedar, tool)));
}

/** Titles of the checkpoint rules that policies in force name and that ask this team. */
export async function rulesAsking({ db, orgId }: Ctx, teamId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ title: string }[]>(Prisma.sql`
    SELECT DISTINCT r."title" FROM "CheckpointRule" r
      JOIN "PolicyVersion" v ON v."orgId" = r."orgId" AND v."checkpoint" = r."slug"
      JOIN "PublishedPolicy" p ON p."policyId" = v."policyId" AND p."version" = v."version" AND p."orgId" = v."orgId"
    WHERE r."orgId" = ${orgId} AND r."stages"::text LIKE ${`%"${teamId}"%`} ORDER BY r."title"`);
  return rows.map(({ title }) => title);
}

/** Titles of the rules in force that ask the team that an agent names, whichever that is. */
export async function rulesAskingAgentTeams({ db, orgId }: Ctx): Promise<string[]> {
  const rows = await db.$queryRaw<{ title: string }[]>(Prisma.sql`
    SELECT DISTINCT r."title" FROM "CheckpointRule" r
      JOIN "PolicyVersion" v ON v."orgId" = r."orgId" AND v."checkpoint" = r."slug"
      JOIN "PublishedPolicy" p ON p."policyId" = v."policyId" AND p."version" = v."version" AND p."orgId" = v."orgId"
    WHERE r."orgId" = ${orgId} AND r."stages"::text LIKE '%"agentTeam"%' ORDER BY r."title"`);
  return rows.map(({ title }) => title);
}
