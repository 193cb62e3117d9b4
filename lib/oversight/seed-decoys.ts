/** Makes decoys at the rate that the organisation set, from actions that were approved before. */
import { openDecoy } from "@/lib/checkpoints/open-decoy";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { Action } from "@/sdk/wire/action";
import { readSetting } from "./read-setting";
import { changesOf, decoysFor } from "./recipes";

const RECORDED_DAYS = 90;
const MOST_SOURCES = 200;
const MOST_TRIES = 10;

/** Returns how many were made. Requests are looked at once, by whichever worker comes first. */
export async function seedDecoys(ctx: Ctx, chance: () => number = Math.random): Promise<number> {
  const { decoysPerHundred } = await readSetting(ctx);
  if (decoysPerHundred === 0) return 0;
  const wanted = decoysFor(await takeRequests(ctx), decoysPerHundred, chance);
  let made = 0;
  for (let count = 0; count < wanted; count++) if (await seedOne(ctx, chance)) made++;
  return made;
}

/** How many real requests were opened since the last look. */
async function takeRequests(ctx: Ctx): Promise<number> {
  const row = await ctx.db.oversightSetting.findUniqueOrThrow({ where: { orgId: ctx.orgId } });
  const now = await databaseNow(ctx.db);
  const { count } = await ctx.db.oversightSetting.updateMany({
    where: { orgId: ctx.orgId, seededUntil: row.seededUntil },
    data: { seededUntil: now },
  });
  if (count === 0 || !row.seededUntil) return 0;
  return ctx.db.checkpoint.count({
    where: { orgId: ctx.orgId, decoy: null, createdAt: { gt: row.seededUntil, lte: now } },
  });
}

async function seedOne(ctx: Ctx, chance: () => number): Promise<boolean> {
  const now = await databaseNow(ctx.db);
  const sources = await ctx.db.checkpoint.findMany({
    where: {
      orgId: ctx.orgId,
      decoy: null,
      changedAction: null,
      status: { in: ["redeemed", "lapsed", "approved"] },
      createdAt: { gte: new Date(now.getTime() - RECORDED_DAYS * 86_400_000) },
    },
    select: { id: true, action: true, agentReason: true, accepts: true },
    orderBy: { createdAt: "desc" },
    take: MOST_SOURCES,
  });
  for (let tried = 0; tried < MOST_TRIES && sources.length > 0; tried++) {
    const [source] = sources.splice(Math.floor(chance() * sources.length), 1);
    if (!source) return false;
    const action = Action.parse(JSON.parse(source.action));
    // A chain or a person behind it would be drawn into something that never happened.
    if (action.chain.length > 0 || action.onBehalfOf !== null) continue;
    const choices = changesOf(action.arguments as Parameters<typeof changesOf>[0]);
    const change = choices[Math.floor(chance() * choices.length)];
    if (!change) continue;
    const { arguments: changed, ...told } = change;
    const opened = await openDecoy(ctx, source, changed, { ...told, madeFrom: source.id, putRight: false });
    if ("id" in opened) return true;
  }
  return false;
}
