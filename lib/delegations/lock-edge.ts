import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";

/** One at a time between two agents, so that two requests, or two signed edges, cannot come about at once. */
export async function lockEdge(tx: TxCtx, fromId: string, toId: string): Promise<void> {
  const key = `delegation ${tx.orgId} ${fromId} ${toId}`;
  await tx.db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}
