import { guardedCommand } from "@/lib/changes/guarded-command";
import { weakeningsOf } from "@/lib/changes/weakenings";
import { Refusal } from "@/lib/shared/errors";
import { setRedteamOp } from "./contract";
import { readSetting } from "./read-setting";

const DAY_MS = 86_400_000;

export const setSetting = guardedCommand(
  setRedteamOp,
  {
    judge: async (tx, { everyDays }) => {
      const before = await readSetting(tx);
      const often = (days: number) => (days === 0 ? null : days);
      const textOf = (days: number) => (days === 0 ? "only by hand" : `every ${days} days`);
      const change = { before: often(before.everyDays), after: often(everyDays) };
      return {
        kind: "schedule",
        subject: "redteam",
        title: "How often red-team exercises run",
        base: before.version,
        texts: [{ title: "Red-team exercises", before: textOf(before.everyDays), after: textOf(everyDays) }],
        weakenings: weakeningsOf("schedule", { what: "Red-team exercises", ...change }),
      };
    },
  },
  async (tx, { version, everyDays, ownerId }) => {
    const changed = () => new Refusal("conflict", "Somebody else changed this meanwhile. Look at it again, then save.");
    const before = await readSetting(tx);
    if (before.version !== version) throw changed();
    if (ownerId) {
      const person = await tx.db.user.findUnique({ where: { id_orgId: { id: ownerId, orgId: tx.orgId } } });
      if (person?.status !== "active") throw new Refusal("invalid_input", "This person is not here, or has no access.");
    }
    // The first one is due at once: whoever asks for a schedule wants to know where they stand.
    const nextAt = everyDays === 0 ? null : everyDays === before.everyDays && before.nextAt ? before.nextAt : tx.now;
    const data = { everyDays, ownerId, nextAt, updatedAt: tx.now, updatedByName: tx.actor.name };
    const { count } =
      version === 0
        ? await tx.db.redteamSetting.createMany({ data: [{ ...data, orgId: tx.orgId }], skipDuplicates: true })
        : await tx.db.redteamSetting.updateMany({
            where: { orgId: tx.orgId, version },
            data: { ...data, version: { increment: 1 } },
          });
    if (count === 0) throw changed();
    return {
      result: readSetting,
      event: {
        action: "redteam.set",
        target: { kind: "organisation", id: tx.orgId, name: "red-team exercises" },
        detail: {
          before: { everyDays: before.everyDays, ownerId: before.ownerId },
          after: { everyDays, ownerId },
        },
      },
    };
  },
);

/** When the exercise after the one that is due now is due. */
export const nextAfter = (now: Date, everyDays: number): Date => new Date(now.getTime() + everyDays * DAY_MS);
