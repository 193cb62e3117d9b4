/** Reads the cards that are known once a day. A job's work: nobody asks for it. */
import { z } from "zod";
import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import type { EgressOptions } from "@/lib/delivery/egress-client";
import { Refusal } from "@/lib/shared/errors";
import { cardConnector, lookAgain } from "./card-connector";
import { reconcile } from "./connector";

const DAY_MS = 86_400_000;
/** Some at a time, so that slow hosts hold up no others for long. */
const MOST_AT_ONCE = 10;
const Kept = z.object({
  keys: z.array(z.object({ kid: z.string(), jwk: z.record(z.string(), z.string()) })).default([]),
});

/** Returns how many were looked at, whether or not anybody answered. */
export async function readCardsAgain(ctx: Ctx, options?: EgressOptions): Promise<number> {
  const now = await databaseNow(ctx.db);
  const due = await ctx.db.sighting.findMany({
    where: { orgId: ctx.orgId, source: "card", lookedAt: { lt: new Date(now.getTime() - DAY_MS) } },
    orderBy: { lookedAt: "asc" },
    take: MOST_AT_ONCE,
    select: { id: true, origin: true, facts: true },
  });
  for (const { id, origin, facts } of due) {
    const { keys } = Kept.parse(facts);
    const snapshot = await lookAgain({ url: origin, keys, ...(options ? { options } : {}) }).catch((error: unknown) => {
      if (error instanceof Refusal) return null;
      throw error;
    });
    await transaction(ctx, async (tx) => {
      if (snapshot) await reconcile(tx, cardConnector.source, snapshot);
      await tx.db.sighting.update({
        where: { id_orgId: { id, orgId: ctx.orgId } },
        data: { lookedAt: tx.now },
        select: { id: true },
      });
    });
  }
  return due.length;
}
