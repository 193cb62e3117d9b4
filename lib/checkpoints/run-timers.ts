/**
 * Tells people what time has brought: further groups that are asked now, and reminders. Who may decide never rests on it, for
 * that is worked out from the request and the database's clock at each decision; this makes people hear of it.
 */
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, databaseNow, type TxCtx, transaction } from "@/lib/db/ctx";
import { Timer } from "./asking";
import { eventOf } from "./decide-checkpoint";
import { peopleToAsk } from "./people-to-ask";
import { queueAbout } from "./queue-checkpoint-message";
import { lockCheckpoint, type Row } from "./rows";

const MOST_AT_ONCE = 500;

/** Returns how many requests of the context's organisation had something to tell. */
export async function runTimers(ctx: Ctx): Promise<number> {
  const now = await databaseNow(ctx.db);
  const due = await ctx.db.checkpoint.findMany({
    where: { orgId: ctx.orgId, nextTimerAt: { lte: now }, status: "pending" },
    select: { id: true },
    orderBy: { nextTimerAt: "asc" },
    take: MOST_AT_ONCE,
  });
  let told = 0;
  for (const { id } of due) told += await tellOne(ctx, id);
  return told;
}

/** Under the row's lock, so that of several workers one tells and the others find nothing left to tell. */
async function tellOne(ctx: Ctx, id: string): Promise<number> {
  return transaction(ctx, async (tx) => {
    const row = await lockCheckpoint(tx, id);
    const now = await databaseNow(tx.db);
    const timers = z.array(Timer).parse(row.timers);
    const due = timers.filter(({ at }) => new Date(at) <= now);
    if (row.status !== "pending" || row.expiresAt <= now || due.length === 0) return 0;
    const rest = timers.slice(due.length);
    await tx.db.checkpoint.update({ where: { id }, data: { timers: rest, nextTimerAt: rest[0]?.at ?? null } });
    const escalation = due.findLast(({ kind }) => kind === "escalation");
    const first = due.find(({ kind }) => kind === "escalation");
    if (escalation && first) await tellEscalation(tx, row, first, escalation, now);
    const reminder = due.findLast(({ kind }) => kind === "reminder");
    if (reminder) await tellReminder(tx, row, reminder, now);
    return 1;
  });
}

/** Whoever can decide now and could not just before the step; several steps that a worker was late for are told as one. */
async function tellEscalation(tx: TxCtx, row: Row, first: Timer, { at }: Timer, now: Date): Promise<void> {
  const before = new Set(await peopleToAsk(tx, row, now, new Date(new Date(first.at).getTime() - 1)));
  const people = (await peopleToAsk(tx, row, now)).filter((id) => !before.has(id));
  await queueAbout(tx, row, { kind: "escalated", people, step: at });
  await recordAudit(tx, eventOf(row, "checkpoint.escalated", { at, people }));
}

async function tellReminder(tx: TxCtx, row: Row, { at }: Timer, now: Date): Promise<void> {
  const people = await peopleToAsk(tx, row, now);
  await queueAbout(tx, row, { kind: "reminder", people, step: at });
  await recordAudit(tx, eventOf(row, "checkpoint.reminded", { at, people }));
}
