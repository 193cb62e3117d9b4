/** What points confirm, for any number of points in a handful of statements: after a kill, a whole fleet confirms at once. */
import { isStorable } from "@/lib/audit/contract";
import { recordAudit, storable } from "@/lib/audit/record";
import { databaseNow, type TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { notifyMany } from "@/lib/db/notify";
import type { Ack } from "@/sdk/wire/protocol";

/** `ctx` is the point's, with the transaction that all reports share. */
export type AckReport = { ctx: TxCtx; acks: readonly Ack[] };
type OrderAck = {
  orgId: string;
  pepId: string;
  orderId: string;
  key: string;
  pepAt: string;
  cancelled: number | null;
  frozen: number | null;
};
type BundleAck = {
  orgId: string;
  pepId: string;
  revision: number;
  result: string;
  reason: string | null;
  pepAt: string;
};
type Standing = { id: string; revision: number | null; refusedRevision: number | null; refusedReason: string | null };

/** How many of each report's were accepted; those of revisions or orders that are not the organisation's are dropped, not believed. */
export async function storeAcks(db: Prisma.TransactionClient, reports: readonly AckReport[]): Promise<number[]> {
  const known = await knownSubjects(db, reports);
  const accepted = reports.map(({ ctx, acks }) => ({
    ctx,
    acks: acks.filter((ack) => isText(ack) && known.has(nameOf(ctx.orgId, ack))),
  }));
  await storeOrderAcks(db, accepted.flatMap(orderAcks));
  await storeBundleAcks(db, accepted);
  await notifyMany(
    db,
    reports.map(({ ctx }) => ({ orgId: ctx.orgId, topic: "points", ref: ctx.actor.id })),
  );
  return accepted.map(({ acks }) => acks.length);
}

/** What Postgres cannot hold is no order of ours, and must not fail those who report beside it. */
const isText = (ack: Ack): boolean => ack.kind === "bundle" || isStorable(ack.orderId);
/** A time before computers is a clock that was never set. */
const sensible = (at: string): string => new Date(Math.max(0, Date.parse(at))).toISOString();

/** An order over several agents is said once for each, as `order.1`, `order.2` and at last `order`. */
const orderOf = (key: string): string => key.split(".", 1)[0] ?? "";
const nameOf = (orgId: string, ack: Ack): string =>
  ack.kind === "bundle" ? `${orgId} ${ack.revision}` : `${orgId} ${orderOf(ack.orderId)}`;

async function knownSubjects(db: Prisma.TransactionClient, reports: readonly AckReport[]): Promise<Set<string>> {
  const asked = reports.flatMap(({ ctx: { orgId }, acks }) =>
    acks.filter(isText).map((ack) => ({
      orgId,
      revision: ack.kind === "bundle" ? ack.revision : null,
      orderId: ack.kind === "order" ? orderOf(ack.orderId) : null,
    })),
  );
  const distinct = [...new Map(asked.map((one) => [`${one.orgId} ${one.revision ?? one.orderId}`, one])).values()];
  const rows = await db.$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT a."orgId" || ' ' || coalesce(o."id", b."revision"::text) AS "name"
    FROM json_to_recordset(${JSON.stringify(distinct)}::json) AS a("orgId" text, "revision" bigint, "orderId" text)
    LEFT JOIN "StopOrder" o ON o."orgId" = a."orgId" AND o."id" = a."orderId"
    LEFT JOIN "Bundle" b ON b."orgId" = a."orgId" AND b."revision" = a."revision"
    WHERE o."id" IS NOT NULL OR b."revision" IS NOT NULL`);
  return new Set(rows.map(({ name }) => name));
}

const orderAcks = ({ ctx, acks }: AckReport): OrderAck[] =>
  acks.flatMap((ack) =>
    ack.kind === "order"
      ? {
          orgId: ctx.orgId,
          pepId: ctx.actor.id,
          orderId: orderOf(ack.orderId),
          key: ack.orderId,
          pepAt: sensible(ack.at),
          cancelled: ack.cancelled ?? null,
          frozen: ack.frozen ?? null,
        }
      : [],
  );

/** Each part of an order is counted once, however often a point says it. */
async function storeOrderAcks(db: Prisma.TransactionClient, acks: readonly OrderAck[]): Promise<void> {
  if (acks.length === 0) return;
  await db.$executeRaw(Prisma.sql`
    INSERT INTO "StopAck" ("orderId", "orgId", "pepId", "pepAt", "receivedAt", "cancelled", "frozen", "heard")
    SELECT a."orderId", a."orgId", a."pepId", max(a."pepAt"), clock_timestamp(), sum(a."cancelled")::int,
      sum(a."frozen")::int, array_agg(a."key" ORDER BY a."key")
    FROM (
      SELECT DISTINCT ON ("orgId", "pepId", "key") * FROM json_to_recordset(${JSON.stringify(acks)}::json)
        AS j("orgId" text, "pepId" text, "orderId" text, "key" text, "pepAt" timestamptz, "cancelled" int, "frozen" int)
    ) a
    LEFT JOIN "StopAck" s ON s."orderId" = a."orderId" AND s."pepId" = a."pepId"
    WHERE s."heard" IS NULL OR NOT a."key" = ANY (s."heard")
    GROUP BY a."orderId", a."orgId", a."pepId" ORDER BY a."orderId", a."pepId"
    ON CONFLICT ("orderId", "pepId") DO UPDATE SET
      "pepAt" = EXCLUDED."pepAt", "receivedAt" = EXCLUDED."receivedAt",
      "cancelled" = COALESCE("StopAck"."cancelled", 0) + COALESCE(EXCLUDED."cancelled", 0),
      "frozen" = CASE WHEN "StopAck"."frozen" IS NULL AND EXCLUDED."frozen" IS NULL THEN NULL
        ELSE COALESCE("StopAck"."frozen", 0) + COALESCE(EXCLUDED."frozen", 0) END,
      "heard" = "StopAck"."heard" || EXCLUDED."heard"
    WHERE NOT "StopAck"."heard" && EXCLUDED."heard"`);
}

async function storeBundleAcks(db: Prisma.TransactionClient, reports: readonly AckReport[]): Promise<void> {
  const acks = reports.flatMap(bundleAcks);
  if (acks.length === 0) return;
  const fresh = await db.$queryRaw<BundleAck[]>(Prisma.sql`
    INSERT INTO "BundleAck" ("orgId", "pepId", "revision", "result", "reason", "pepAt", "receivedAt")
    SELECT "orgId", "pepId", "revision", "result", "reason", "pepAt", ${await databaseNow(db)}
    FROM json_to_recordset(${JSON.stringify(acks)}::json)
      AS j("orgId" text, "pepId" text, "revision" int, "result" text, "reason" text, "pepAt" timestamptz)
    ORDER BY "orgId", "pepId", "revision", "result"
    ON CONFLICT DO NOTHING RETURNING "orgId", "pepId", "revision", "result", "reason"`);
  await updatePoints(db, reports);
  for (const { pepId, revision, result, reason } of fresh) {
    const ctx = reports.find((report) => report.ctx.actor.id === pepId)?.ctx;
    if (result !== "refused" || !ctx) continue;
    const target = { kind: "point", id: pepId, name: ctx.actor.name } as const;
    await recordAudit(ctx, { action: "point.refusedBundle", target, detail: { revision, reason } });
  }
}

const bundleAcks = ({ ctx, acks }: AckReport): BundleAck[] =>
  acks.flatMap((ack) =>
    ack.kind === "bundle"
      ? {
          orgId: ctx.orgId,
          pepId: ctx.actor.id,
          revision: ack.revision,
          result: ack.result,
          reason: ack.reason === undefined ? null : storable(ack.reason),
          pepAt: sensible(ack.at),
        }
      : [],
  );

/** What each point holds after the last of its words, in the order in which it said them. */
async function updatePoints(db: Prisma.TransactionClient, reports: readonly AckReport[]): Promise<void> {
  const standing = new Map<string, Standing>();
  for (const { pepId, result, revision, reason } of reports.flatMap(bundleAcks)) {
    const before = standing.get(pepId)?.revision ?? null;
    standing.set(
      pepId,
      result === "loaded"
        ? { id: pepId, revision, refusedRevision: null, refusedReason: null }
        : { id: pepId, revision: before, refusedRevision: revision, refusedReason: reason },
    );
  }
  await db.$executeRaw(Prisma.sql`
    WITH u AS (
      SELECT j.* FROM json_to_recordset(${JSON.stringify([...standing.values()])}::json)
        AS j("id" text, "revision" int, "refusedRevision" int, "refusedReason" text)
      JOIN "Pep" p ON p."id" = j."id" ORDER BY p."id" FOR UPDATE OF p
    )
    UPDATE "Pep" p SET "revision" = COALESCE(u."revision", p."revision"),
      "refusedRevision" = u."refusedRevision", "refusedReason" = u."refusedReason"
    FROM u WHERE p."id" = u."id"`);
}
