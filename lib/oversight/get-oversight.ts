import { query } from "@/lib/audit/query";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { getOversightOp } from "./contract";
import { measureAll, measurePeople, type Window } from "./measure";
import { readSetting } from "./read-setting";

const DAY_MS = 86_400_000;

export const getOversight = query(getOversightOp, async (ctx, { days: asked }) => {
  const setting = await readSetting(ctx);
  const window = await windowOf(ctx, asked ?? setting.days);
  const [all, approvers] = await Promise.all([measureAll(ctx, window, setting), measurePeople(ctx, window, setting)]);
  return {
    asOf: window.to.toISOString(),
    from: window.from.toISOString(),
    days: window.days,
    setting,
    all,
    approvers,
  };
});

export async function windowOf(ctx: Ctx, days: number): Promise<Window> {
  const to = await databaseNow(ctx.db);
  return { to, from: new Date(to.getTime() - days * DAY_MS), days };
}
