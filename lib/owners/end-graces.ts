/** Private to this folder: the time ends for agents that have an active owner again, or may not act any more. */
import { recordAuditMany } from "@/lib/audit/record-many";
import { askWhoRemains } from "@/lib/checkpoints/ask-who-remains";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";

const MOST_AT_ONCE = 200;
type Ended = { agentId: string; agentName: string; personId: string; ownerId: string | null; ownerName: string | null };

/** Returns for how many agents it ended. */
export const endGraces = (ctx: Ctx): Promise<number> =>
  transaction(ctx, async (tx) => {
    const ended = await tx.db.$queryRaw<Ended[]>(Prisma.sql`
      DELETE FROM "OwnerGrace" running USING (
        SELECT own."agentId", agent."name" AS "agentName", person."id" AS "ownerId", person."name" AS "ownerName"
        FROM "OwnerGrace" own
        JOIN "Agent" agent ON agent."id" = own."agentId"
        LEFT JOIN "User" person ON person."id" = agent."ownerId" AND person."orgId" = agent."orgId" AND person."status" = 'active'
        WHERE own."orgId" = ${tx.orgId} AND (person."id" IS NOT NULL OR agent."status" <> 'active')
        ORDER BY own."agentId" LIMIT ${MOST_AT_ONCE}
      ) over WHERE running."agentId" = over."agentId"
      RETURNING running."agentId", over."agentName", running."personId", over."ownerId", over."ownerName"`);
    const named = ended.flatMap((one) => (one.ownerId === null ? [] : { ...one, ownerId: one.ownerId }));
    await askWhoRemains(
      tx,
      named.map(({ agentId }) => agentId),
    );
    await recordAuditMany(
      tx,
      named.map(({ agentId, agentName, personId, ownerId, ownerName }) => ({
        action: "agent.ownerNamed",
        target: { kind: "agent", id: agentId, name: agentName },
        detail: { owner: { id: ownerId, name: ownerName }, cameBack: ownerId === personId },
      })),
    );
    return ended.length;
  });
