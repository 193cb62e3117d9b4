import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import { log } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import { askExercise } from "./ask-exercise";
import { nextAfter } from "./set-setting";

/** Asks for the exercise that is due, once. While another is under way, it is due still. */
export async function askDueExercises(ctx: Ctx): Promise<void> {
  const now = await databaseNow(ctx.db);
  const due = await ctx.db.redteamSetting.findFirst({
    where: { orgId: ctx.orgId, everyDays: { gt: 0 }, nextAt: { lte: now } },
  });
  if (!due) return;
  try {
    await transaction(ctx, async (tx) => {
      const { count } = await tx.db.redteamSetting.updateMany({
        where: { orgId: ctx.orgId, nextAt: due.nextAt },
        data: { nextAt: nextAfter(tx.now, due.everyDays) },
      });
      if (count > 0) await askExercise(tx, {});
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "conflict") throw error;
    log.info("an exercise that is due waits for the one that is under way", { orgId: ctx.orgId });
  }
}
