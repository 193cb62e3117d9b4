/**
 * Credentials that more than one agent acts with now: those that people recorded, and the keys of points inside agents' processes
 * by the calls of the last seven days.
 */
import type { Ctx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { heldCredentials } from "./held-credentials";

export type Shared = { id: string; name: string; why: string; href: string };
const DAYS = 7;

export type Sharing = {
  known: number;
  /** How many credentials more than one agent acts with. */
  count: number;
  /** A line for each key, and for each agent that holds one on record. */
  shared: Shared[];
};

export async function readSharing(ctx: Ctx, now: Date): Promise<Sharing> {
  const recorded = await heldCredentials(ctx, now);
  const keys = await ctx.db.$queryRaw<{ id: string; name: string; agents: number }[]>(Prisma.sql`
    SELECT p."id", p."name", count(DISTINCT d."agentId")::int AS "agents"
    FROM "Pep" p JOIN "ActivityDay" d ON d."orgId" = p."orgId" AND d."pepId" = p."id" AND d."calls" > 0
      AND d."from" >= date_trunc('day', ${now}::timestamptz, 'UTC') - make_interval(days => ${DAYS})
    WHERE p."orgId" = ${ctx.orgId} AND p."kind" = 'sdk' AND p."revokedAt" IS NULL
    GROUP BY p."id", p."name" ORDER BY p."name", p."id"`);
  const shared = [
    ...keys
      .filter(({ agents }) => agents > 1)
      .map(({ id, name, agents }) => ({
        ...{ id, name },
        why: `${agents} agents called with its key in the last ${DAYS} days. Enrol a point of its own for each, and revoke this one.`,
        href: `/points/${id}`,
      })),
    ...recorded
      .filter(({ state }) => state === "shared")
      .map(({ id, name, system, agent, sharedWith }) => ({
        id,
        name: `${name} for ${system}`,
        why: `${agent.name} holds it together with ${sharedWith.map((one) => one.name).join(", ")}.`,
        href: `/agents/${agent.id}#credentials`,
      })),
  ];
  const held = new Set(recorded.flatMap(({ state, fingerprint }) => (state === "shared" ? fingerprint : [])));
  const count = keys.filter(({ agents }) => agents > 1).length + held.size;
  return { known: keys.length + recorded.length, count, shared };
}
