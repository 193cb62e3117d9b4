/** What points say of themselves, for any number of points in one statement. */

import type { z } from "zod";
import { storable } from "@/lib/audit/record";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { notifyMany } from "@/lib/db/notify";
import type { HeartbeatInput } from "@/sdk/wire/protocol";

export type Beat = { orgId: string; pepId: string; beat: z.output<typeof HeartbeatInput> };

/** The database's time at which each was heard; null for a point that is gone or revoked. */
export async function storeHeartbeats(db: Db, beats: readonly Beat[]): Promise<(Date | null)[]> {
  const latest = new Map(beats.map((one) => [one.pepId, one]));
  const rows = [...latest.values()].map(({ orgId, pepId, beat }) => ({
    orgId,
    pepId,
    version: storable(beat.version),
    spoolDepth: whole(beat.spoolDepth),
    gaps: whole(beat.gaps),
    clockMs: Date.parse(beat.clock),
  }));
  // Rows are locked in the order of their keys, so that two gateways never wait for each other in a ring.
  const heard = await db.$queryRaw<{ id: string; at: Date }[]>(Prisma.sql`
    WITH b AS (
      SELECT b.*, p."id" FROM json_to_recordset(${JSON.stringify(rows)}::json) AS b("orgId" text, "pepId" text,
        "version" text, "spoolDepth" int, "gaps" int, "clockMs" float8)
      JOIN "Pep" p ON p."id" = b."pepId" AND p."orgId" = b."orgId"
      ORDER BY p."id" FOR UPDATE OF p
    )
    UPDATE "Pep" p SET "lastSeenAt" = t."now", "version" = b."version", "spoolDepth" = b."spoolDepth", "gaps" = b."gaps",
      "skewMs" = round(greatest(-2e9, least(2e9, b."clockMs" - extract(epoch FROM t."now") * 1000)))::int
    FROM b, (SELECT date_trunc('milliseconds', clock_timestamp()) AS "now") t
    WHERE p."id" = b."id" AND p."revokedAt" IS NULL
    RETURNING p."id", p."lastSeenAt" AS "at"`);
  const times = new Map(heard.map(({ id, at }) => [id, at]));
  await notifyMany(
    db,
    [...latest.values()].map(({ orgId, pepId }) => ({ orgId, topic: "points", ref: pepId })),
  );
  return beats.map(({ pepId }) => times.get(pepId) ?? null);
}

/** Largest number that an integer column holds; what is larger is stated as "at least this". */
const whole = (value: number): number => Math.min(value, 2_147_483_647);
