/** Private to this folder: people hear a day before agents are suspended; told later than that, they still have the day. */
import { type Ctx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { byPerson, type Left, tellOwnership } from "./tell";

const WARN_HOURS = 24;
const MOST_AT_ONCE = 200;
type Warned = Left & { personId: string; personName: string; dueAt: Date };

/** Returns about how many agents people were warned. A row is marked in the transaction of the messages, so it is told once. */
export const warnGraces = (ctx: Ctx): Promise<number> =>
  transaction(ctx, async (tx) => {
    const warned = await tx.db.$queryRaw<Warned[]>(Prisma.sql`
      UPDATE "OwnerGrace" running SET "warnedAt" = ${tx.now}::timestamptz,
        "dueAt" = greatest(running."dueAt", ${tx.now}::timestamptz + make_interval(hours => ${WARN_HOURS}))
      FROM "Agent" agent
      WHERE agent."id" = running."agentId" AND running."agentId" IN (
        SELECT "agentId" FROM "OwnerGrace" WHERE "orgId" = ${tx.orgId} AND "warnedAt" IS NULL
          AND "dueAt" <= ${tx.now}::timestamptz + make_interval(hours => ${WARN_HOURS})
        ORDER BY "agentId" LIMIT ${MOST_AT_ONCE} FOR UPDATE SKIP LOCKED)
      RETURNING running."agentId", agent."name" AS "agentName", agent."backupOwnerId", running."personId", running."personName",
        running."dueAt"`);
    for (const { person, rows } of byPerson(warned)) {
      const first = Math.min(...rows.map(({ dueAt }) => dueAt.getTime()));
      await tellOwnership(tx, { notice: "graceEnds", person, agents: rows, at: new Date(first) });
    }
    return warned.length;
  });
