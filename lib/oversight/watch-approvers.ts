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
  const people = await measurePeople(ctx, await windowOf(ctx, setting.days), setting);
  const flagged = setting.secondReviewer
    ? people.filter(({ findings, person }) => findings.length > 0 && person.active)
    : [];
  const known = await ctx.db.watchedApprover.findMany({ where: { orgId: ctx.orgId } });
  const before = new Set(known.map(({ userId }) => userId));
  const now = new Set(flagged.map(({ person }) => person.id));
  let changed = 0;
  for (const one of flagged) changed += await keep(ctx, one, before.has(one.person.id));
  for (const { userId } of known) if (!now.has(userId)) changed += await clear(ctx, userId);
  return changed;
}

const keep = (ctx: Ctx, { person, findings }: Approver, known: boolean): Promise<number> =>
  transaction(ctx, async (tx) => {
    await tx.db.watchedApprover.upsert({
      where: { userId_orgId: { userId: person.id, orgId: tx.orgId } },
      create: { userId: person.id, orgId: tx.orgId, since: tx.now, seenAt: tx.now, reasons: findings },
      update: { seenAt: tx.now, reasons: findings },
    });
    if (known) return 0;
    await recordAudit(tx, {
      action: "oversight.watched",
      target: { kind: "person", id: person.id, name: person.name },
      detail: { findings },
    });
    return 1;
  });

const clear = (ctx: Ctx, userId: string): Promise<number> =>
  transaction(ctx, async (tx) => {
    const { count } = await tx.db.watchedApprover.deleteMany({ where: { userId, orgId: tx.orgId } });
    if (count === 0) return 0;
    const person = await tx.db.user.findUnique({ where: { id: userId }, select: { name: true } });
    await recordAudit(tx, {
      action: "oversight.cleared",
      target: { kind: "person", id: userId, name: person?.name ?? userId },
    });
    return 1;
  });
