/** Private to this folder: a roll-out goes on, or comes to its end. The caller holds the lock on bundles. */
import type { AuditEvent } from "@/lib/audit/record";
import { appendControlMany } from "@/lib/db/append-control-many";
import { appendControl } from "@/lib/db/control-log";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { ChosenSet, inForceSet } from "@/lib/policy/chosen-set";
import { putInForce, refuseUnfit } from "@/lib/policy/put-in-force";
import { trialProfileOf } from "@/lib/policy/ring-contract";
import { signSet } from "@/lib/policy/sign-bundle";
import { reachedPoints, readTracks } from "@/lib/policy/tracks";
import { Refusal } from "@/lib/shared/errors";
import type { JsonObject } from "@/sdk/canonical";
import { announceStop } from "./announce";
import { type Row, targetOf } from "./rows";

type Events = [AuditEvent, ...AuditEvent[]];

/** To the next ring that anybody is in; after the last, into force everywhere. */
export async function moveOn(tx: TxCtx, row: Row): Promise<Events> {
  const next = row.rings.find(({ position, points }) => position > row.position && points > 0);
  if (!next) return complete(tx, row);
  await leaveRing(tx, row, next.position);
  const to = { rollOutId: row.id, position: next.position };
  await tx.db.rollOutRing.update({
    where: { rollOutId_position: to },
    data: { state: "reached", startedAt: tx.now },
  });
  await tx.db.rollOut.update({
    where: { id: row.id },
    data: {
      status: "running",
      why: null,
      position: next.position,
      everyone: next.position === row.rings.length - 1,
      toldAt: tx.now,
    },
  });
  await appendControl(tx, { type: "renew" });
  const detail = { ring: next.name, points: next.points, seen: seenOf(row) };
  return [{ action: "rollOut.proceeded", target: targetOf(row), detail }];
}

/** The ring that it was in has passed; those up to the next are empty. */
async function leaveRing(tx: TxCtx, { id, position }: Row, next: number): Promise<void> {
  await tx.db.rollOutRing.update({
    where: { rollOutId_position: { rollOutId: id, position } },
    data: { state: "passed", passedAt: tx.now, lackingSince: null },
  });
  await tx.db.rollOutRing.updateMany({
    where: { rollOutId: id, position: { gt: position, lt: next } },
    data: { state: "skipped" },
  });
}

/** A publication like any other: held to every test again, and the least that points may hold from now on. */
async function complete(tx: TxCtx, row: Row): Promise<Events> {
  const named = await refuseUnfit(tx, ChosenSet.parse(row.chosen));
  await leaveRing(tx, row, row.rings.length);
  await end(tx, row, "completed", null);
  await holdProfile(tx, row);
  const { result, event } = await putInForce(tx, named, {
    note: row.note,
    detail: { rollOut: row.id, ...(row.revertedTo === null ? {} : { revertedTo: row.revertedTo }) },
  });
  if (event === "repetition") throw new Refusal("internal", "The bundle was not signed.");
  const done: AuditEvent = {
    action: "rollOut.completed",
    target: targetOf(row),
    detail: { revision: result.revision, seen: seenOf(row) },
  };
  return [done, ...(Array.isArray(event) ? event : [event])];
}

/** The version that it brought is in force from now on, unless the profile was taken out of force meanwhile. */
async function holdProfile(tx: TxCtx, row: Row): Promise<void> {
  const profile = trialProfileOf(row);
  if (!profile) return;
  const { id, version, before } = profile;
  await tx.db.sandboxProfile.updateMany({
    where: { id, orgId: tx.orgId, version: before, retiredAt: null },
    data: { version },
  });
}

const end = (tx: TxCtx, { id }: Row, status: "completed" | "rolledBack", why: string | null) =>
  tx.db.rollOut.update({ where: { id }, data: { status, why, endedAt: tx.now, endedByName: tx.actor.name } });

/**
 * The published policies again, for everyone, under a revision above all that were signed for the roll-out: a point that held
 * one of those never goes back to a lower number. For those it has reached, that revision is from now on the least they may
 * hold, so that none of them decides by what was taken back; the others change over without a gap.
 */
export async function takeBack(
  tx: TxCtx,
  row: Row,
  why: string,
  detail: JsonObject & { by: "threshold" | "person" },
): Promise<Events> {
  const reached = await tx.db.$queryRaw<{ pepId: string }[]>(
    Prisma.sql`WITH ${reachedPoints(tx.orgId)} SELECT "pepId" FROM reached`,
  );
  const { minimumRevision: least } = await readTracks(tx, "");
  await end(tx, row, "rolledBack", why);
  const note = `the roll-out of revision ${row.revision} was rolled back`;
  const signed = await signSet(tx, { cause: "published", note, chosen: await inForceSet(tx), rollOutId: null });
  if (!signed) throw new Refusal("internal", "The bundle was not signed.");
  const told = { type: "bundle", revision: signed.revision } as const;
  await appendControlMany(
    tx,
    reached.map(({ pepId }) => ({ event: { ...told, minimumRevision: signed.revision }, pepId })),
  );
  await appendControl(tx, { ...told, minimumRevision: least });
  await announceStop(tx, row, { how: "rolledBack", by: detail.by, why });
  return [
    {
      action: "rollOut.rolledBack",
      target: targetOf(row),
      detail: { why, from: row.revision, to: signed.revision, points: reached.length, seen: seenOf(row), ...detail },
    },
  ];
}

/** The numbers by which it was decided. */
export const seenOf = (row: Row): JsonObject[] =>
  row.rings
    .filter(({ state }) => state === "reached" || state === "passed")
    .map(({ name, points, counts }) => {
      const { samples: _, ...numbers } = counts as JsonObject;
      return { ring: name, points, ...numbers };
    });
