/**
 * Where a source shows the whole of a place at each look, it is a connector: it says what is there, and `reconcile` keeps it and marks
 * what is there no longer. There are two: a scanned repository (`scan-connector.ts`) and an address with an agent card
 * (`card-connector.ts`). One for a cloud's list of agents would be a third; docs/discovery.md says what it needs.
 */
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { type Noted, noteSightings, type Seen } from "@/lib/sightings/note-sightings";
import type { Source } from "@/lib/sightings/rules";

/** What one look at one place came to. */
export type Snapshot = {
  origin: string;
  /** Only of a whole look can it be said that what it does not have is gone. */
  complete: boolean;
  seen: readonly Omit<Seen, "origin">[];
};

export type Connector<Given> = {
  source: Source;
  /** Nothing is written here, and no transaction is open: it may take its time. */
  look: (given: Given) => Promise<Snapshot> | Snapshot;
};

export type Reconciled = { noted: Noted[]; gone: number };

/** The same snapshot again changes nothing but when it was seen. */
export async function reconcile(tx: TxCtx, source: Source, { origin, complete, seen }: Snapshot): Promise<Reconciled> {
  const noted = await noteSightings(
    tx,
    source,
    seen.map((one) => ({ ...one, origin })),
  );
  if (!complete) return { noted, gone: 0 };
  const keys = seen.map(({ key }) => key);
  const gone = await tx.db.$executeRaw(Prisma.sql`
    UPDATE "Sighting" SET "goneAt" = ${tx.now}, "lookedAt" = ${tx.now}
    WHERE "orgId" = ${tx.orgId} AND "source" = ${source} AND "origin" = ${origin} AND "goneAt" IS NULL
      AND NOT "key" = ANY(${keys}::text[])`);
  return { noted, gone };
}
