/**
 * The control log: what every enforcement point must be told, in order, append-only. The row lock on the organisation's head
 * makes commit order and sequence order the same, so a reader that has seen N can never miss a smaller number.
 */
import type { z } from "zod";
import type { StreamEvent } from "@/sdk/wire/protocol";
import type { TxCtx } from "./ctx";
import { Prisma } from "./generated/client";
import { notifying } from "./notify";

/** `renew` is told to no point as it stands: it makes the gateways tell every point its complete state anew. */
export type ControlEvent =
  | Exclude<z.infer<typeof StreamEvent>, { type: "state" } | { type: "lease" }>
  | { type: "renew" };

/** Appends and, on commit, wakes the gateways. `pepId` when only one point is told. Returns the sequence number. */
export async function appendControl(ctx: TxCtx, event: ControlEvent, pepId: string | null = null): Promise<number> {
  const rows = await ctx.db.$queryRaw<{ seq: number }[]>(Prisma.sql`
    WITH head AS (
      INSERT INTO "ControlHead" ("orgId", "seq") VALUES (${ctx.orgId}, 1)
      ON CONFLICT ("orgId") DO UPDATE SET "seq" = "ControlHead"."seq" + 1
      RETURNING "seq"
    ), entry AS (
      INSERT INTO "ControlLog" ("orgId", "seq", "pepId", "body")
      SELECT ${ctx.orgId}, head."seq", ${pepId}, ${JSON.stringify(event)}::jsonb FROM head
      RETURNING "seq"
    )
    SELECT "seq", ${notifying(ctx.orgId, "control", Prisma.sql`entry."seq"`)} FROM entry`);
  const seq = rows[0]?.seq;
  if (seq === undefined) throw new Error("the control log took no entry");
  return seq;
}
