import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";

/** Keeps two edits of people from passing each other: each sees what the other left. */
export async function lockPeople(tx: TxCtx): Promise<void> {
  await tx.db.$queryRaw(Prisma.sql`SELECT "id" FROM "Organisation" WHERE "id" = ${tx.orgId} FOR UPDATE`);
}
