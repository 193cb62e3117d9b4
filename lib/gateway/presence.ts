/** Which points hold a stream here, as the fleet view shows it: many comings and goings in one statement. */
import { Batcher } from "@/lib/db/batcher";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { notifyMany } from "@/lib/db/notify";
import { newId } from "@/lib/shared/ids";

type Mark = { orgId: string; pepId: string; connected: boolean };

export class Presence {
  /** Names this process: a point that has moved on to another gateway is not marked as gone by the one that it left. */
  readonly #gatewayId = newId("request");
  readonly #db: Db;
  readonly #marks: Batcher<Mark, string | null>;

  constructor(db: Db) {
    this.#db = db;
    this.#marks = new Batcher({ most: 500, run: (marks) => this.#store(marks), isolate: () => false });
  }

  /** The point's mode; null when it was revoked or is gone. */
  came(orgId: string, pepId: string): Promise<string | null> {
    return this.#marks.add({ orgId, pepId, connected: true });
  }

  async left(orgId: string, pepId: string): Promise<void> {
    await this.#marks.add({ orgId, pepId, connected: false });
  }

  /** When this process ends: all that it holds, in one statement. */
  async allLeft(): Promise<void> {
    await this.#db.pep.updateMany({
      where: { gatewayId: this.#gatewayId },
      data: { connected: false, gatewayId: null },
    });
  }

  async #store(marks: readonly Mark[]): Promise<(string | null)[]> {
    // Of a point that came and left meanwhile, the last word counts.
    const latest = new Map(marks.map((mark) => [mark.pepId, mark]));
    const rows = await this.#db.$queryRaw<{ id: string; mode: string }[]>(Prisma.sql`
      WITH m AS (
        SELECT m.*, p."id" FROM json_to_recordset(${JSON.stringify([...latest.values()])}::json)
          AS m("orgId" text, "pepId" text, "connected" boolean)
        JOIN "Pep" p ON p."id" = m."pepId" AND p."orgId" = m."orgId"
        WHERE p."revokedAt" IS NULL AND (m."connected" OR p."gatewayId" = ${this.#gatewayId})
        ORDER BY p."id" FOR UPDATE OF p
      )
      UPDATE "Pep" p SET "connected" = m."connected",
        "gatewayId" = CASE WHEN m."connected" THEN ${this.#gatewayId} END,
        "lastSeenAt" = CASE WHEN m."connected" THEN clock_timestamp() ELSE p."lastSeenAt" END
      FROM m WHERE p."id" = m."id" RETURNING p."id", p."mode"`);
    await notifyMany(
      this.#db,
      [...latest.values()].map(({ orgId, pepId }) => ({ orgId, topic: "points", ref: pepId })),
    );
    const modes = new Map(rows.map(({ id, mode }) => [id, mode]));
    return marks.map(({ pepId }) => modes.get(pepId) ?? null);
  }
}
