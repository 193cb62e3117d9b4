/** Private to this folder: the time begins for agents whose owner is not active any more. */

import { recordAuditMany } from "@/lib/audit/record-many";
import { askWhoRemains } from "@/lib/checkpoints/ask-who-remains";
import { type Ctx, type TxCtx, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { byPerson, type Left, tellOwnership } from "./tell";

const MOST_AT_ONCE = 200;
type Begun = Left & { personId: string; personName: string; dueAt: Date };

/** Returns for how many agents it began. */
export const beginGraces = (ctx: Ctx): Promise<number> =>
  transaction(ctx, async (tx) => {
    const begun = await begin(tx);
    for (const { person, rows } of byPerson(begun)) {
      const left = await askWhoRemains(
        tx,
        rows.map(({ agentId }) => agentId),
      );
      const counts = [...left.values()];
      const waiting = counts.reduce((sum, one) => sum + one.waiting, 0);
      const stuck = counts.reduce((sum, one) => sum + one.stuck, 0);
      const requests =
        stuck === 0 ? `${waiting} wait` : `${waiting} wait, ${stuck} of them for nobody: they will expire`;
      await tellOwnership(tx, {
        notice: "ownerLeft",
        person,
        agents: rows,
        at: rows[0]?.dueAt ?? null,
        lines: waiting === 0 ? {} : { Requests: requests },
      });
      await recordAuditMany(
        tx,
        rows.map(({ agentId, agentName, dueAt }) => ({
          action: "agent.ownerLeft",
          target: { kind: "agent", id: agentId, name: agentName },
          detail: {
            owner: person,
            suspendedAt: dueAt.toISOString(),
            requests: { waiting: 0, stuck: 0, ...left.get(agentId) },
          },
        })),
      );
    }
    return begun.length;
  });

/** A row is there once: of several workers, one begins it. */
const begin = (tx: TxCtx): Promise<Begun[]> =>
  tx.db.$queryRaw<Begun[]>(Prisma.sql`
    WITH begun AS (
      INSERT INTO "OwnerGrace" ("agentId", "orgId", "personId", "personName", "startedAt", "dueAt")
      SELECT agent."id", agent."orgId", person."id", person."name", ${tx.now}::timestamptz,
        ${tx.now}::timestamptz + make_interval(days => org."ownerGraceDays")
      FROM "Agent" agent
      JOIN "User" person ON person."id" = agent."ownerId" AND person."orgId" = agent."orgId"
      JOIN "Organisation" org ON org."id" = agent."orgId"
      WHERE agent."orgId" = ${tx.orgId} AND agent."status" = 'active' AND person."status" <> 'active'
        AND NOT EXISTS (SELECT FROM "OwnerGrace" running WHERE running."agentId" = agent."id")
      ORDER BY person."id", agent."id" LIMIT ${MOST_AT_ONCE}
      ON CONFLICT DO NOTHING RETURNING *
    )
    SELECT begun."agentId", agent."name" AS "agentName", agent."backupOwnerId", begun."personId", begun."personName", begun."dueAt"
    FROM begun JOIN "Agent" agent ON agent."id" = begun."agentId" ORDER BY begun."personId", begun."agentId"`);
