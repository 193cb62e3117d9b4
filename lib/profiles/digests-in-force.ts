/**
 * For isolation: which boundaries are reviewed, and in force or on trial at the points that a roll-out has reached. The built-in
 * one gives nothing, so there is nothing to review.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { DEFAULT_PROFILE, profileDigest } from "@/sdk/sandbox/profile";

export async function digestsInForce({ db, orgId }: Ctx): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ digest: string }[]>(Prisma.sql`
    SELECT v."digest" FROM "SandboxProfile" p
    LEFT JOIN "RollOut" r ON r."orgId" = p."orgId" AND r."endedAt" IS NULL AND r."profile" ->> 'id' = p."id"
    JOIN "SandboxProfileVersion" v ON v."profileId" = p."id"
      AND (v."version" = p."version" OR v."version" = (r."profile" ->> 'version')::int)
    WHERE p."orgId" = ${orgId} AND p."retiredAt" IS NULL`);
  return new Set([...rows.map(({ digest }) => digest), profileDigest(DEFAULT_PROFILE)]);
}
