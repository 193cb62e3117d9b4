/** Evidence for pages: read now, or as the worker read it last where that takes long. Packs always read it themselves. */
import { z } from "zod";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { isShown, SLOW_MS } from "@/lib/shared/look";
import { Evidence } from "./contract";
import { type AllEvidence, readEvidence } from "./read-evidence";

/** How often the worker looks where reading is quick, and pages therefore do so themselves. */
const RARELY_MS = 900_000;

export async function shownEvidence(ctx: Ctx, now: Date): Promise<{ evidence: AllEvidence; asOf: string }> {
  const look = await ctx.db.evidenceLook.findUnique({ where: { orgId: ctx.orgId } });
  if (!look || !isShown(look, now)) return { evidence: await readEvidence(ctx, now), asOf: now.toISOString() };
  const kept = z.array(Evidence).parse(look.evidence);
  return { evidence: new Map(kept.map((one) => [one.kind, one])), asOf: look.at.toISOString() };
}

/** Of two workers at once the later one counts. */
export async function watchEvidence(ctx: Ctx): Promise<void> {
  const began = performance.now();
  const at = await databaseNow(ctx.db);
  const last = await ctx.db.evidenceLook.findUnique({
    where: { orgId: ctx.orgId },
    select: { at: true, tookMs: true },
  });
  if (last && last.tookMs <= SLOW_MS && at.getTime() - last.at.getTime() < RARELY_MS) return;
  const evidence = [...(await readEvidence(ctx, at)).values()];
  const look = { at, tookMs: Math.round(performance.now() - began), evidence };
  await ctx.db.evidenceLook.upsert({
    where: { orgId: ctx.orgId },
    create: { orgId: ctx.orgId, ...look },
    update: look,
    select: { orgId: true },
  });
}
