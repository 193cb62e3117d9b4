/**
 * The worker's part: looks at the hours in which something was counted since the last look, and at what is so now. The same
 * window may be looked at any number of times, by any number of workers: it raises once.
 */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { clearFinding } from "@/lib/findings/clear-finding";
import { findingKey } from "@/lib/findings/raise-finding";
import { digestOf } from "@/sdk/canonical";
import type { Detection, Hit, Range } from "./detection";
import { agentsIn, DAY_MS, HOUR_MS, startOf } from "./hours";
import { recordHit } from "./record-hit";
import { detections } from "./registry";
import { excludedAgents, scenesOf } from "./scenes";
import { type Chosen, chosenOf, readSettings, standingSuppressions } from "./settings";
import { type Standing, suppressedBy, withoutTools } from "./suppressions";

/** A transaction that began before the last look may commit after it: its calls are counted in the hour of its beginning. */
const LATE_MS = 10 * 60_000;
/** What happened while no worker ran is made good this far back. */
const MOST_DAYS = 7;
const AGENTS_AT_ONCE = 200;
/** What was found in a window and not again is over after this time. */
const QUIET_DAYS = 7;

export type Setting = Chosen & { detection: Detection };
type Look = { ctx: Ctx; now: Date; settings: readonly Setting[]; suppressions: readonly Standing[] };

export async function settingsOf(ctx: Ctx): Promise<Setting[]> {
  const rows = await readSettings(ctx);
  return detections.map((detection) => ({ detection, ...chosenOf(detection, rows.get(detection.id)) }));
}

async function lookOf(ctx: Ctx, now: Date): Promise<Look> {
  const settings = (await settingsOf(ctx)).filter(({ enabled }) => enabled);
  return { ctx, now, settings, suppressions: await standingSuppressions(ctx, now) };
}

/** Looks at the hours since the last look; returns how many findings were opened or told anew. */
export async function watchCalls(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx.db);
  const last = await ctx.db.detectionWatch.findUnique({ where: { orgId: ctx.orgId } });
  const since = Math.max(
    (last?.evaluatedTo ?? new Date(now.getTime() - HOUR_MS)).getTime() - LATE_MS,
    now.getTime() - MOST_DAYS * DAY_MS,
  );
  const look = await lookOf(ctx, now);
  let told = 0;
  for (const range of daysOf({ from: startOf(new Date(since), HOUR_MS), to: now })) told += await lookAt(look, range);
  await ctx.db.detectionWatch.upsert({
    where: { orgId: ctx.orgId },
    create: { orgId: ctx.orgId, evaluatedTo: now },
    update: { evaluatedTo: now },
  });
  return told;
}

/** Cut at midnight: each day is judged by what was learned before it. */
function* daysOf({ from, to }: Range): Generator<Range> {
  for (let start = from; start < to; ) {
    const end = new Date(Math.min(startOf(start, DAY_MS).getTime() + DAY_MS, to.getTime()));
    yield { from: start, to: end };
    start = end;
  }
}

async function lookAt(look: Look, range: Range): Promise<number> {
  const { ctx, settings } = look;
  const excluded = await excludedAgents(ctx);
  let told = 0;
  for (let after = ""; ; ) {
    const agents = await agentsIn(ctx, range, after, AGENTS_AT_ONCE);
    const last = agents.at(-1);
    if (last === undefined) break;
    after = last;
    const scenes = await scenesOf(
      ctx,
      agents.filter((id) => !excluded.has(id)),
      range,
    );
    for (const { detection, values } of settings) {
      if (detection.looks !== "hour") continue;
      for (const scene of scenes) {
        const hour = withoutTools(look.suppressions, detection.id, scene.hour);
        told += await record(look, detection, detection.judge({ ...scene, hour }, values));
      }
    }
  }
  for (const { detection, values } of settings) {
    if (detection.looks === "range") told += await record(look, detection, await detection.find(ctx, range, values));
  }
  return told;
}

async function record({ ctx, now, suppressions }: Look, detection: Detection, hits: readonly Hit[]): Promise<number> {
  let told = 0;
  for (const hit of hits) {
    const suppressionId = suppressedBy(suppressions, detection.id, hit);
    if (await recordHit(ctx, { detection, hit, suppressionId, now })) told += 1;
  }
  return told;
}

/** Opens and clears what follows from how things are now, and clears what has been quiet for long. */
export async function watchState(ctx: Ctx): Promise<{ raised: number; cleared: number }> {
  const now = await databaseNow(ctx.db);
  const look = await lookOf(ctx, now);
  let [raised, cleared] = [0, 0];
  for (const { detection, values } of look.settings) {
    if (detection.looks === "state") {
      const due = await detection.standing(ctx, now, values);
      raised += await record(look, detection, await untold(ctx, detection, due));
      cleared += await clearOver(ctx, detection, due, detection.over);
    } else if (detection.looks !== "elsewhere") cleared += await clearQuiet(ctx, detection, now);
  }
  return { raised, cleared };
}

const standingOf = ({ db, orgId }: Ctx, { kind }: Detection) =>
  db.finding.findMany({
    where: { orgId, kind, OR: [{ status: "open" }, { status: "dismissed", factsDigest: { not: null } }] },
    orderBy: { key: "asc" },
    select: { key: true, subjectId: true, status: true, factsDigest: true, lastSeenAt: true },
  });

/** What stands open, or was dismissed, with these very facts is not told again. */
async function untold(ctx: Ctx, detection: Detection, due: readonly Hit[]): Promise<Hit[]> {
  const known = new Set((await standingOf(ctx, detection)).map(({ key, factsDigest }) => `${key} ${factsDigest}`));
  return due.filter(
    (hit) => !known.has(`${findingKey(detection.kind, hit.subject.id, hit.part)} ${digestOf(hit.facts ?? hit.detail)}`),
  );
}

async function clearOver(ctx: Ctx, detection: Detection, due: readonly Hit[], why: string): Promise<number> {
  const keys = new Set(due.map((hit) => findingKey(detection.kind, hit.subject.id, hit.part)));
  return clear(
    ctx,
    detection,
    (await standingOf(ctx, detection)).filter(({ key }) => !keys.has(key)),
    why,
  );
}

async function clearQuiet(ctx: Ctx, detection: Detection, now: Date): Promise<number> {
  const quiet = now.getTime() - QUIET_DAYS * DAY_MS;
  const over = (await standingOf(ctx, detection)).filter(
    ({ status, lastSeenAt }) => status === "open" && lastSeenAt.getTime() < quiet,
  );
  return clear(ctx, detection, over, `It was not seen again within ${QUIET_DAYS} days.`);
}

type Over = { key: string; subjectId: string };

async function clear(ctx: Ctx, { kind }: Detection, over: readonly Over[], why: string): Promise<number> {
  for (const { key, subjectId } of over) {
    await clearFinding(ctx, { kind, subjectId, part: key.slice(`${kind} ${subjectId} `.length), why });
  }
  return over.length;
}
