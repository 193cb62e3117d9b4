/** What a pack is about, in SQL: its time, and its agents where only some are chosen. */
import { Prisma } from "@/lib/db/generated/client";

export type PackScope = { from: Date; cut: Date; agentIds: readonly string[] };

export const ofAgents = (scope: Pick<PackScope, "agentIds">, column: Prisma.Sql): Prisma.Sql =>
  scope.agentIds.length === 0 ? Prisma.empty : Prisma.sql`AND ${column} = ANY(${[...scope.agentIds]}::text[])`;

/** A request has ended for good, by what it came to, before the cut: nothing about it changes any more. */
export const endedRequest = (scope: PackScope): Prisma.Sql => Prisma.sql`
  c."status" IN ('denied', 'expired', 'cancelled', 'redeemed', 'lapsed', 'voided')
  AND c."createdAt" >= ${scope.from} AND coalesce(c."closedAt", c."createdAt") < ${scope.cut}
  AND NOT EXISTS (SELECT 1 FROM "Grant" g WHERE g."checkpointId" = c."id"
    AND greatest(g."redeemedAt", g."voidedAt") >= ${scope.cut})
  ${ofAgents(scope, Prisma.sql`c."agentId"`)}`;

export const stopOf = (scope: PackScope): Prisma.Sql => Prisma.sql`
  o."orderedAt" >= ${scope.from} AND o."orderedAt" < ${scope.cut}
  ${scope.agentIds.length === 0 ? Prisma.empty : Prisma.sql`AND (o."agentIds" && ${[...scope.agentIds]}::text[] OR o."agentId" = ANY(${[...scope.agentIds]}::text[]))`}`;
