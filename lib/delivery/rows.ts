/** Private to this folder: stored sinks as the contract shows them, with the health of each. */
import type { Ctx, TxCtx } from "@/lib/db/ctx";
import { Prisma, type Sink as SinkRow } from "@/lib/db/generated/client";
import { notFound, Refusal } from "@/lib/shared/errors";
import { Sink } from "./contract";
import { sinkState } from "./rules";

type Health = { id: string; pending: number; lagMs: number; perMinute: number; parked: number };

/** For one statement a list of any length: what waits in the feed, what was delivered lately, what is put aside. */
async function readHealth(ctx: Ctx, ids: string[]): Promise<Map<string, Health>> {
  const rows = await ctx.db.$queryRaw<Health[]>(Prisma.sql`
    SELECT s."id", coalesce(w."pending", 0)::float8 AS "pending", coalesce(w."lagMs", 0)::float8 AS "lagMs",
      coalesce(r."perMinute", 0)::float8 AS "perMinute", coalesce(d."parked", 0)::int AS "parked"
    FROM "Sink" s
    LEFT JOIN LATERAL (
      SELECT sum(cardinality(f."refs")) - s."placeOffset" AS "pending",
        greatest(0, extract(epoch FROM clock_timestamp() - min(f."at")) * 1000) AS "lagMs"
      FROM "DeliveryFeed" f WHERE f."orgId" = s."orgId" AND (f."place" IS NULL OR f."place" > s."place")
        AND (f."sinkId" IS NULL OR f."sinkId" = s."id")
    ) w ON true
    LEFT JOIN LATERAL (
      SELECT sum(m."delivered") / 5.0 AS "perMinute" FROM "DeliverySample" m
      WHERE m."sinkId" = s."id" AND m."minute" > now() - interval '5 minutes'
    ) r ON true
    LEFT JOIN LATERAL (SELECT count(*) AS "parked" FROM "DeadLetter" l WHERE l."sinkId" = s."id") d ON true
    WHERE s."orgId" = ${ctx.orgId} AND s."id" = ANY(${ids})`);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function toSinks(ctx: Ctx, rows: readonly SinkRow[]): Promise<Sink[]> {
  const healths = await readHealth(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => sinkOf(row, healths.get(row.id)));
}

export async function toSink(ctx: Ctx, row: SinkRow): Promise<Sink> {
  const [sink] = await toSinks(ctx, [row]);
  if (!sink) throw notFound("sink");
  return sink;
}

function sinkOf(row: SinkRow, health: Health | undefined): Sink {
  const { pending = 0, lagMs = 0, perMinute = 0, parked = 0 } = health ?? {};
  return Sink.parse({
    ...row,
    state: sinkState({ ...row, lagMs }),
    sequence: Number(row.sequence),
    delivered: Number(row.delivered),
    pending: Math.max(0, Math.round(pending)),
    lagMs: Math.round(lagMs),
    perMinute,
    parked,
    createdAt: row.createdAt.toISOString(),
    lastDeliveredAt: row.lastDeliveredAt?.toISOString() ?? null,
    lastError: row.lastError && row.lastErrorAt ? { at: row.lastErrorAt.toISOString(), text: row.lastError } : null,
    retryAt: row.retryAt?.toISOString() ?? null,
  });
}

export async function loadSink(ctx: Ctx | TxCtx, id: string): Promise<SinkRow> {
  const row = await ctx.db.sink.findUnique({ where: { id_orgId: { id, orgId: ctx.orgId } } });
  if (!row) throw notFound("sink");
  return row;
}

export const sinkTarget = ({ id, name }: Pick<SinkRow, "id" | "name">) => ({ kind: "sink", id, name }) as const;

/** A name is how people tell sinks apart, so it is one sink's. */
export async function refuseTakenName(tx: TxCtx, name: string, butId?: string): Promise<void> {
  const other = await tx.db.sink.findFirst({
    where: { orgId: tx.orgId, name, NOT: { id: butId ?? "" } },
    select: { id: true },
  });
  if (other) throw new Refusal("conflict", `There is already an integration named ${name}. Choose another name.`);
}
