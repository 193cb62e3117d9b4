/** Keeps what a source shows. Called by sources, in their transaction; who may report is their matter. */
import { recordAudit, storable } from "@/lib/audit/record";
import type { TxCtx } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { newId } from "@/lib/shared/ids";
import { digestOf, type JsonObject } from "@/sdk/canonical";
import { MOST_WAITING, returns, type SightingState, type Source } from "./rules";

export type Seen = {
  origin: string;
  key: string;
  name: string;
  facts: JsonObject;
  /** The stopped agent that its calls are kept under. */
  agentId?: string;
  fingerprints?: readonly string[];
  endpoints?: readonly string[];
};
export type Noted = {
  id: string;
  origin: string;
  key: string;
  name: string;
  state: SightingState;
  agentId: string | null;
  isNew: boolean;
  /** It had been rejected, and waits again. */
  returned: boolean;
};
type Row = Omit<Noted, "returned"> & { source: Source; rejectedUntil: Date | null };

/** In the order in which they are kept. What would be one too many to wait is left out. */
export async function noteSightings(tx: TxCtx, source: Source, seen: readonly Seen[]): Promise<Noted[]> {
  if (seen.length === 0) return [];
  const rows = seen.map((one) => rowOf(tx, one)).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const room = await roomFor(tx, source, rows);
  const noted = await tx.db.$queryRaw<Row[]>(Prisma.sql`
    INSERT INTO "Sighting" AS s ("id", "orgId", "source", "origin", "key", "name", "agentId", "facts", "factsDigest", "fingerprints",
      "endpoints", "firstSeenAt", "lastSeenAt", "lookedAt")
    SELECT row."id", ${tx.orgId}, ${source}, row."origin", row."key", row."name", row."agentId", row."facts", row."factsDigest",
      row."fingerprints", row."endpoints", ${tx.now}, ${tx.now}, ${tx.now}
    FROM jsonb_to_recordset(${JSON.stringify(room)}::jsonb) AS row("id" text, "origin" text, "key" text, "name" text,
      "agentId" text, "facts" jsonb, "factsDigest" text, "fingerprints" text[], "endpoints" text[])
    ON CONFLICT ("orgId", "source", "origin", "key") DO UPDATE SET "name" = excluded."name", "facts" = excluded."facts",
      "factsDigest" = excluded."factsDigest", "fingerprints" = excluded."fingerprints", "endpoints" = excluded."endpoints",
      "lastSeenAt" = excluded."lastSeenAt", "lookedAt" = excluded."lookedAt", "seen" = s."seen" + 1, "goneAt" = NULL,
      "agentId" = coalesce(s."agentId", excluded."agentId")
    RETURNING s."id", s."source", s."origin", s."key", s."name", s."state", s."agentId", s."rejectedUntil", s."xmax" = 0 AS "isNew"`);
  return takeBack(tx, noted);
}

/** Those that were rejected and are not any more, as they wait again. */
export async function takeBack(tx: TxCtx, rows: readonly Row[]): Promise<Noted[]> {
  const noted: Noted[] = [];
  for (const { rejectedUntil, source, ...one } of rows) {
    const returned = one.state === "rejected" && returns(source, rejectedUntil, tx.now);
    if (returned) {
      await tx.db.sighting.update({
        where: { id_orgId: { id: one.id, orgId: tx.orgId } },
        data: { state: "waiting", rejectedUntil: null },
        select: { id: true },
      });
      const target = { kind: "sighting", id: one.id, name: one.name } as const;
      await recordAudit(tx, {
        action: "sighting.returned",
        target,
        detail: { source, rejectedUntil: rejectedUntil?.toISOString() ?? null },
      });
    }
    noted.push({ ...one, state: returned ? "waiting" : one.state, returned });
  }
  return noted;
}

const MOST_NAME = 200;

function rowOf(tx: TxCtx, { origin, key, name, facts, agentId, fingerprints = [], endpoints = [] }: Seen) {
  const kept = JSON.parse(JSON.stringify(facts), (_, value) => (typeof value === "string" ? storable(value) : value));
  return {
    id: newId("sighting", tx.now.getTime()),
    origin: storable(origin),
    key: storable(key),
    name: storable(name).slice(0, MOST_NAME).toWellFormed(),
    agentId: agentId ?? null,
    facts: kept as JsonObject,
    factsDigest: digestOf(kept),
    fingerprints: [...new Set(fingerprints)],
    endpoints: [...new Set(endpoints)],
  };
}

type Kept = ReturnType<typeof rowOf>;
const nameOf = ({ origin, key }: Pick<Kept, "origin" | "key">): string => `${origin}\0${key}`;

/** Those that are known, and of the others as many as still may wait. */
async function roomFor(tx: TxCtx, source: Source, rows: readonly Kept[]): Promise<Kept[]> {
  const firsts = [...new Map(rows.map((row) => [nameOf(row), row])).values()];
  const where = { orgId: tx.orgId, source };
  const waiting = await tx.db.sighting.count({ where: { ...where, state: "waiting" } });
  const room = MOST_WAITING[source] - waiting;
  if (firsts.length <= room) return firsts;
  const known = await tx.db.sighting.findMany({
    where: { ...where, key: { in: firsts.map(({ key }) => key) } },
    select: { origin: true, key: true },
  });
  const names = new Set(known.map(nameOf));
  let left = Math.max(0, room);
  return firsts.filter((row) => names.has(nameOf(row)) || left-- > 0);
}
