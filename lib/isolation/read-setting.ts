/** Private to this folder: the organisation's setting, or the defaults. */
import type { Ctx } from "@/lib/db/ctx";
import { IsolationSetting } from "./contract";
import { defaults } from "./rules";

export async function readSetting(ctx: Ctx): Promise<IsolationSetting> {
  const row = await ctx.db.isolationSetting.findUnique({ where: { orgId: ctx.orgId } });
  if (!row) return { ...defaults, version: 0, updatedAt: null, updatedByName: null };
  return IsolationSetting.parse({ ...row, updatedAt: row.updatedAt.toISOString() });
}
