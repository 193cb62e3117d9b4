/**
 * The worker's part: counts what the reached rings decided, and goes on, waits or rolls back by it. Any number of workers may do
 * it: counts and moves are made under the lock that every publication takes.
 */
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, databaseNow, type TxCtx, transaction } from "@/lib/db/ctx";
import { notify } from "@/lib/db/notify";
import { ChosenSet, SET_MOST_MS } from "@/lib/policy/chosen-set";
import { judgeSet } from "@/lib/policy/prepare-publication";
import { trialProfileOf } from "@/lib/policy/ring-contract";
import { lockBundles } from "@/lib/policy/sign-bundle";
import { Refusal } from "@/lib/shared/errors";
import { announceStop } from "./announce";
import { RingCounts } from "./contract";
import { added, type Judged, judgeCalls } from "./judge-calls";
import { moveOn, takeBack } from "./move-on";
import { type Figures, figuresOf, planOf, type Row, readOpen, targetOf } from "./rows";
import { type RingFacts, type Verdict, verdictOn } from "./rules";

/** At one time; what is left is looked at when the worker comes again. */
const MOST_LOOKS = 20;

/** Looks at the organisation's roll-out, if one is under way, until all that its points did is judged. */
export async function attendRollOuts(ctx: Ctx): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) if (!(await look(ctx))) return;
}

/** Whether calls are left to be judged. */
export async function look(ctx: Ctx): Promise<boolean> {
  const row = await readOpen(ctx);
  if (!row) return false;
  const judged = await judgeCalls(ctx, row, await databaseNow(ctx.db));
  // It is held to everything again when it is put in force; most of that is done before others have to wait.
  if (row.everyone) await judgeSet(ctx, ChosenSet.parse(row.chosen));
  await transaction(
    ctx,
    async (tx) => {
      await lockBundles(tx);
      if (judged) await keepCounts(tx, row, judged);
      // What was read before the lock may be over.
      const open = await readOpen(tx);
      if (open?.id === row.id) await settle(tx, open, judged?.rest ?? false);
    },
    SET_MOST_MS,
  );
  await notify(ctx.db, { orgId: ctx.orgId, topic: "audit", ref: "rollOut" });
  return judged?.rest ?? false;
}

/** Whoever counted from the same place first is the one who counted. */
async function keepCounts(tx: TxCtx, row: Row, { counts, to, id }: Judged): Promise<void> {
  const { count } = await tx.db.rollOut.updateMany({
    where: { id: row.id, orgId: tx.orgId, endedAt: null, judgedTo: row.judgedTo, judgedId: row.judgedId },
    data: { judgedTo: to, judgedId: id },
  });
  if (count === 0) return;
  for (const ring of row.rings) {
    const more = counts.get(ring.position);
    if (!more) continue;
    await tx.db.rollOutRing.update({
      where: { rollOutId_position: { rollOutId: row.id, position: ring.position } },
      data: { counts: added(RingCounts.parse(ring.counts), more) },
    });
  }
}

async function settle(tx: TxCtx, row: Row, rest: boolean): Promise<void> {
  const figures = await figuresOf(tx, row, tx.now);
  const verdict = verdictOn(planOf(row), await reachedRings(tx, row, figures), rest);
  if (verdict.kind === "breach") return rollBack(tx, row, verdict);
  // Halted by a person: it stays where it is, and its thresholds go on to guard.
  if (row.status === "halted") return;
  if (verdict.kind === "proceed") return proceed(tx, row);
  const status = verdict.kind === "ask" ? "waiting" : "running";
  if (row.status !== status || row.why !== verdict.why)
    await tx.db.rollOut.update({ where: { id: row.id }, data: { status, why: verdict.why } });
}

async function reachedRings(tx: TxCtx, row: Row, figures: ReadonlyMap<number, Figures>): Promise<RingFacts[]> {
  const reached = row.rings.filter(({ state }) => state === "reached" || state === "passed");
  const facts: RingFacts[] = [];
  for (const ring of reached) {
    const { lacking = 0, refused = 0, canaryFailures = 0 } = figures.get(ring.position) ?? {};
    const since = lacking === 0 ? null : (ring.lackingSince ?? tx.now);
    if (since?.getTime() !== ring.lackingSince?.getTime())
      await tx.db.rollOutRing.update({
        where: { rollOutId_position: { rollOutId: row.id, position: ring.position } },
        data: { lackingSince: since },
      });
    facts.push({
      name: ring.name,
      counts: RingCounts.parse(ring.counts),
      refused,
      canaryFailures,
      profile: trialProfileOf(row) !== null,
      lacking,
      lackingMs: since ? tx.now.getTime() - since.getTime() : 0,
      watchedMs: tx.now.getTime() - (ring.startedAt ?? tx.now).getTime(),
    });
  }
  return facts;
}

async function rollBack(tx: TxCtx, row: Row, breach: Extract<Verdict, { kind: "breach" }>): Promise<void> {
  const { why, ring, threshold, value, limit } = breach;
  for (const event of await takeBack(tx, row, why, { by: "threshold", ring, threshold, value, limit }))
    await recordAudit(tx, event);
}

/** What may not be put in force any more, since a test was added meanwhile, is a person's matter. */
async function proceed(tx: TxCtx, row: Row): Promise<void> {
  try {
    for (const event of await moveOn(tx, row)) await recordAudit(tx, event);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tx.db.rollOut.update({ where: { id: row.id }, data: { status: "halted", why: error.message } });
    await recordAudit(tx, { action: "rollOut.halted", target: targetOf(row), detail: { why: error.message } });
    await announceStop(tx, row, { how: "halted", by: "tests", why: error.message });
  }
}
