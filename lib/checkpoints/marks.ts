/** Private to this folder: claims, handovers and what the asking person has put aside. None of it decides anything. */
import type { Ctx } from "@/lib/db/ctx";
import type { Marks } from "./contract";

export const noMarks: Marks = { claims: [], snoozedUntil: null, handovers: [] };

/** What is noted about these requests, for whoever asks. What has run out is not there. */
export async function marksOf(ctx: Ctx, ids: readonly string[], now: Date): Promise<Map<string, Marks>> {
  if (ids.length === 0) return new Map();
  const where = { orgId: ctx.orgId, checkpointId: { in: [...ids] } };
  const [claims, snoozes, handovers] = await Promise.all([
    ctx.db.checkpointClaim.findMany({ where: { ...where, until: { gt: now } }, orderBy: { userName: "asc" } }),
    ctx.db.checkpointSnooze.findMany({ where: { ...where, userId: ctx.actor.id, until: { gt: now } } }),
    ctx.db.checkpointHandover.findMany({ where, orderBy: { at: "desc" } }),
  ]);
  const marks = new Map<string, Marks>();
  const of = (id: string): Marks => {
    const known = marks.get(id) ?? { claims: [], snoozedUntil: null, handovers: [] };
    marks.set(id, known);
    return known;
  };
  for (const { checkpointId, userId, userName, until } of claims)
    of(checkpointId).claims.push({ userId, userName, until: until.toISOString() });
  for (const { checkpointId, until } of snoozes) of(checkpointId).snoozedUntil = until.toISOString();
  for (const { checkpointId, fromId, fromName, toId, toName, note, at } of handovers)
    of(checkpointId).handovers.push({ fromId, fromName, toId, toName, note, at: at.toISOString() });
  return marks;
}
