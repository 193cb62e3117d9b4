/** Private to this folder: the organisation's setting, or the defaults. */
import type { Ctx } from "@/lib/db/ctx";
import { defaults, OversightSetting } from "./contract";

export async function readSetting(ctx: Ctx): Promise<OversightSetting> {
  const row = await ctx.db.oversightSetting.findUnique({ where: { orgId: ctx.orgId } });
  if (!row) return { ...defaults, version: 0, updatedAt: null, updatedByName: null };
  return OversightSetting.parse({ ...row, updatedAt: row.updatedAt.toISOString() });
}
