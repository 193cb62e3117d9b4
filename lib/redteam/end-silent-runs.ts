import { type Ctx, databaseNow, transaction } from "@/lib/db/ctx";
import { abandonRun } from "./abandon-run";
import { SILENT_MS } from "./rows";

/** A runner that is gone leaves a range whose keys and points would go on working. */
export async function endSilentRuns(ctx: Ctx): Promise<void> {
  const before = new Date((await databaseNow(ctx.db)).getTime() - SILENT_MS);
  const gone = await ctx.db.redteamRun.findMany({
    where: { orgId: ctx.orgId, status: "running", heardAt: { lt: before } },
    select: { id: true },
  });
  for (const { id } of gone)
    await transaction(ctx, (tx) => abandonRun(tx, id, "Its runner was not heard from for ten minutes."));
}
