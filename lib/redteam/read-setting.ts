/** How often exercises run, and who answers for what they find; without a row, the defaults. */
import type { Ctx } from "@/lib/db/ctx";
import type { RedteamSetting } from "./contract";

export async function readSetting({ db, orgId }: Ctx): Promise<RedteamSetting> {
  const row = await db.redteamSetting.findUnique({ where: { orgId } });
  if (!row)
    return {
      everyDays: 0,
      ownerId: null,
      ownerName: null,
      nextAt: null,
      version: 0,
      updatedAt: null,
      updatedByName: null,
    };
  const owner = row.ownerId
    ? await db.user.findUnique({ where: { id_orgId: { id: row.ownerId, orgId } }, select: { name: true } })
    : null;
  return {
    everyDays: row.everyDays,
    ownerId: row.ownerId,
    ownerName: owner?.name ?? null,
    nextAt: row.nextAt?.toISOString() ?? null,
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
    updatedByName: row.updatedByName,
  };
}
