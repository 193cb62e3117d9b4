/** Keeps true for whom a second reviewer is asked, from the figures as they are now. Each change is on record with its figures. */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import type { Approver } from "./contract";
import { windowOf } from "./get-oversight";
import { measurePeople } from "./measure";
import { readSetting } from "./read-setting";

/** Returns how many people's standing changed. */
export async function watchApprovers(ctx: Ctx): Promise<number> {
  const setting = await readSetting(ctx);
  const people = setting.secondReviewer ? await measurePeople(ctx, await windowOf(ctx, setting.days), setting) : [];
  const flagged = people.filter(({ findings, person }) => findings.length > 0 && person.active);
  const now = new Set(flagged.map(({ person }) => person.id));
  let changed = 0;
  for (const one of flagged) changed += await keep(ctx, one);
  const known = await ctx.db.watchedApprover.findMany({ where: { orgId: ctx.orgId }, select: { userId: true } });
  for (const { userId } of known)
    if (!now.has(userId)) {
      const figures = people.find(({ person }) => person.id === userId);
      changed += await clear(ctx, userId, setting.secondReviewer ? figuresNow(figures) : null);
    }
  return changed;
}

/** Another worker may be doing the same: only the one that wrote the row tells. */
const keep = (ctx: Ctx, { person, findings }: Approver): Promise<number> =>
  transaction(ctx, async (tx) => {
    const row = { userId: person.id, orgId: tx.orgId };
    const seen = { seenAt: tx.now, reasons: findings };
    const { count } = await tx.db.watchedApprover.createMany({
      data: [{ ...row, ...seen, since: tx.now }],
      skipDuplicates: true,
    });
    if (count === 0) {
      await tx.db.watchedApprover.updateMany({ where: row, data: seen });
      return 0;
    }
    await recordAudit(tx, {
      action: "oversight.watched",
      target: { kind: "person", id: person.id, name: person.name },
      detail: { findings },
    });
    return 1;
  });

/** What the limits are held against, as it is now. */
const figuresNow = (of: Approver | undefined) => ({
  approved: of?.approved ?? 0,
  fast: of?.fast.value ?? null,
  streak: of?.streak.now ?? 0,
  decoysCaught: of?.decoys.caught ?? 0,
  decoysMissed: of?.decoys.missed ?? 0,
});

/** `figures`: null where nobody is watched any more because the organisation does not want it. */
const clear = (ctx: Ctx, userId: string, figures: ReturnType<typeof figuresNow> | null): Promise<number> =>
  transaction(ctx, async (tx) => {
    const row = await tx.db.watchedApprover.findUnique({ where: { userId_orgId: { userId, orgId: tx.orgId } } });
    const { count } = await tx.db.watchedApprover.deleteMany({ where: { userId, orgId: tx.orgId } });
    if (count === 0 || !row) return 0;
    const person = await tx.db.user.findUnique({
      where: { id_orgId: { id: userId, orgId: tx.orgId } },
      select: { name: true },
    });
    await recordAudit(tx, {
      action: "oversight.cleared",
      target: { kind: "person", id: userId, name: person?.name ?? userId },
      detail: { since: row.since.toISOString(), wanted: figures !== null, figures },
    });
    return 1;
  });
