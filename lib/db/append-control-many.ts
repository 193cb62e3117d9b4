/** Many entries of the control log in one statement, for what is said to each point by itself. */
import type { ControlEvent } from "./control-log";
import type { TxCtx } from "./ctx";
import { Prisma } from "./generated/client";
import { notify } from "./notify";

export async function appendControlMany(
  ctx: TxCtx,
  entries: readonly { event: ControlEvent; pepId: string | null }[],
): Promise<void> {
  if (entries.length === 0) return;
  const bodies = entries.map(({ event }) => JSON.stringify(event));
  const peps = entries.map(({ pepId }) => pepId);
  const rows = await ctx.db.$queryRaw<{ seq: number }[]>(Prisma.sql`
    WITH head AS (
      INSERT INTO "ControlHead" ("orgId", "seq") VALUES (${ctx.orgId}, ${entries.length})
      ON CONFLICT ("orgId") DO UPDATE SET "seq" = "ControlHead"."seq" + ${entries.length}
      RETURNING "seq"
    )
    INSERT INTO "ControlLog" ("orgId", "seq", "pepId", "body")
    SELECT ${ctx.orgId}, head."seq" - ${entries.length} + entry.place::int, entry.pep, entry.body::jsonb
    FROM head, unnest(${bodies}::text[], ${peps}::text[]) WITH ORDINALITY AS entry(body, pep, place)
    RETURNING "seq"`);
  if (rows.length !== entries.length) throw new Error("the control log did not take every entry");
  await notify(ctx.db, { orgId: ctx.orgId, topic: "control", ref: String(Math.max(...rows.map(({ seq }) => seq))) });
}
