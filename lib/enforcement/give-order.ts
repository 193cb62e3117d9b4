/** Private to this folder: the row of an order, with the points that it must reach. */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { newId } from "@/lib/shared/ids";
import type { Json } from "@/sdk/canonical";
import type { OrderStatus, StopScope } from "./stop-contract";

export type NewOrder = {
  scope: StopScope;
  /** In words. */
  title: string;
  agentId: string | null;
  agentIds: string[];
  /** Whose points must hear of it. Null: every point. */
  reaches: readonly string[] | null;
  status: OrderStatus;
  reason: string;
  releases?: string;
  drill?: boolean;
};

export type GivenOrder = {
  id: string;
  /** How many points it must reach. */
  points: number;
  /** The points as the audit log holds them: by id while they are few, a fleet by its number and the digest of its ids. */
  named: Json;
};

const MOST_NAMED = 100;

/**
 * The points are found and kept by the database in one statement: a fleet's ids that came here and went back would hold up
 * the commit, and with it the news to the points. They are all that ever spoke and may act for any of the agents.
 */
export async function createOrder(tx: TxCtx, order: NewOrder): Promise<GivenOrder> {
  const { reaches } = order;
  const concerned = reaches
    ? Prisma.sql`AND (cardinality("agents") = 0 OR "agents" && ${[...reaches]}::text[])`
    : Prisma.empty;
  const rows = await tx.db.$queryRaw<{ id: string; points: number; ids: string[]; digest: string }[]>(Prisma.sql`
    WITH reached AS (
      SELECT coalesce(array_agg("id" ORDER BY "id" COLLATE "C"), '{}') AS "ids" FROM "Pep"
      WHERE "orgId" = ${tx.orgId} AND "revokedAt" IS NULL AND "lastSeenAt" IS NOT NULL ${concerned}
    )
    INSERT INTO "StopOrder" ("id", "orgId", "agentId", "agentName", "scope", "agentIds", "status", "reason", "orderedById",
      "orderedByName", "orderedAt", "points", "releases", "drill")
    SELECT ${newId("stopOrder", tx.now.getTime())}, ${tx.orgId}, ${order.agentId}, ${order.title},
      ${JSON.stringify(order.scope)}::jsonb, ${order.agentIds}, ${order.status}, ${order.reason}, ${answerable(tx)},
      ${tx.actor.name}, ${tx.now}::timestamptz, reached."ids", ${order.releases ?? null}, ${order.drill ?? false}
    FROM reached
    RETURNING "id", cardinality("points") AS "points",
      CASE WHEN cardinality("points") <= ${MOST_NAMED} THEN "points" ELSE '{}' END AS "ids",
      encode(sha256(convert_to(array_to_string("points", E'\n'), 'UTF8')), 'hex') AS "digest"`);
  const [row] = rows;
  if (!row) throw new Error("the order was not kept");
  const few = row.points <= MOST_NAMED;
  return {
    id: row.id,
    points: row.points,
    named: few ? row.ids : { count: row.points, digest: `sha256:${row.digest}` },
  };
}

/** The person who answers for it, as `personOf` says, found in the same statement. */
function answerable({ actor, orgId }: TxCtx): Prisma.Sql {
  if (actor.kind === "user") return Prisma.sql`${actor.id}`;
  if (actor.kind !== "apiKey") return Prisma.sql`NULL`;
  return Prisma.sql`(SELECT "createdById" FROM "ApiKey" WHERE "id" = ${actor.id} AND "orgId" = ${orgId})`;
}
