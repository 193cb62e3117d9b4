/**
 * Stores what points reported: any number of reports, of any organisations, in a handful of statements, so that a gateway can
 * commit many points' reports at once. Each event is stored, known already, or refused with the reason.
 */
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { notify } from "@/lib/db/notify";
import { digestOf } from "@/sdk/canonical";
import type { CallEvent, GapEvent, OutcomeEvent, PepEvent } from "@/sdk/wire/protocol";
import * as tables from "./insert-events";
import { noteStrangers } from "./note-strangers";
import { type Reporter, recordStrangers } from "./record-strangers";

export type EventReport = Reporter & { events: readonly PepEvent[] };
export type EventResult = { status: "stored" | "duplicate" } | { status: "refused"; reason: string };

type Item<Event> = tables.Entry<Event> & { report: EventReport; place: number };
type Answer = { report: EventReport; place: number; result: EventResult };
type Kind<Event> = {
  key: (event: Event) => string;
  insert: (db: Db, entries: readonly tables.Entry<Event>[]) => Promise<tables.Key[]>;
  stored: (db: Db, keys: readonly tables.Key[]) => Promise<tables.Stored[]>;
  /** Why an event that clashes with nothing was still not inserted. */
  unfit: string;
};

const unknownAgent = "The agent that the event names is not in this organisation.";
const outOfScope = "This enforcement point may not act for the agent that the event names.";
const clash = "Another event was stored under this id. An event is reported once, and never changed.";

const calls: Kind<CallEvent> = {
  key: ({ id }) => id,
  insert: tables.insertCalls,
  stored: tables.storedCalls,
  unfit: unknownAgent,
};
const outcomes: Kind<OutcomeEvent> = {
  key: ({ callId }) => callId,
  insert: tables.insertOutcomes,
  stored: tables.storedOutcomes,
  unfit: "The call that this ends was reported by another enforcement point.",
};
const gaps: Kind<GapEvent> = {
  key: ({ id }) => id,
  insert: tables.insertGaps,
  stored: tables.storedGaps,
  unfit: "The gap could not be stored.",
};

/** Results of each report, event by event. To be called in a transaction: nothing may be answered before it commits. */
export async function storeEvents(
  db: Prisma.TransactionClient,
  reports: readonly EventReport[],
): Promise<EventResult[][]> {
  await lockPoints(db, reports);
  const sorted = sortEvents(reports);
  const answers: Answer[] = [
    ...(await storeKind(db, calls, sorted.calls)),
    ...(await storeKind(db, outcomes, sorted.outcomes)),
    ...(await storeKind(db, gaps, sorted.gaps)),
    ...sorted.refused,
  ];
  const results = new Map(reports.map((report): [EventReport, EventResult[]] => [report, []]));
  const strangers = new Map<EventReport, Set<string>>();
  for (const { report, place, result } of answers) {
    const list = results.get(report);
    if (list) list[place] = result;
    const stranger = strangerIn(report.events[place], result);
    if (stranger !== null) strangers.set(report, (strangers.get(report) ?? new Set()).add(stranger));
  }
  for (const [report, agents] of strangers) {
    await recordStrangers(db, report, [...agents]);
    await noteStrangers(db, report, [...agents]);
  }
  for (const orgId of new Set(reports.map((report) => report.orgId))) {
    await notify(db, { orgId, topic: "activity", ref: "call" });
  }
  return [...results.values()];
}

/** One transaction at a time stores a point's events: a call and its outcome never pass each other unseen by the roll-ups. */
async function lockPoints(db: Prisma.TransactionClient, reports: readonly EventReport[]): Promise<void> {
  // In one order everywhere, so that two gateways cannot wait for each other.
  const points = [...new Set(reports.map(({ point }) => point.id))].sort();
  await db.$queryRaw(Prisma.sql`
    SELECT count(pg_advisory_xact_lock(hashtextextended('activity ' || "id", 0))::text)::int AS "locked", ${tables.takesIds} AS "ids"
    FROM (SELECT "id" FROM unnest(${points}::text[]) WITH ORDINALITY AS p("id", "place") ORDER BY "place") ordered`);
}

function sortEvents(reports: readonly EventReport[]) {
  const sorted = {
    calls: [] as Item<CallEvent>[],
    outcomes: [] as Item<OutcomeEvent>[],
    gaps: [] as Item<GapEvent>[],
    refused: [] as Answer[],
  };
  for (const report of reports) {
    const { orgId, point } = report;
    for (const [place, event] of report.events.entries()) {
      const item = { orgId, pepId: point.id, digest: digestOf(event), report, place };
      if (event.type === "outcome") sorted.outcomes.push({ ...item, event });
      else if (event.type === "gap") sorted.gaps.push({ ...item, event });
      else if (point.agents.length === 0 || point.agents.includes(event.agentId)) sorted.calls.push({ ...item, event });
      else sorted.refused.push({ report, place, result: { status: "refused", reason: outOfScope } });
    }
  }
  return sorted;
}

/** Inserts what is new in one statement, and asks only about the rest why it was not. */
async function storeKind<Event>(db: Db, kind: Kind<Event>, items: readonly Item<Event>[]): Promise<Answer[]> {
  const nameOf = ({ orgId, key }: tables.Key) => `${orgId} ${key}`;
  const keyOf = ({ orgId, event }: Item<Event>): tables.Key => ({ orgId, key: kind.key(event) });
  const firsts = new Map<string, Item<Event>>();
  for (const item of items) {
    const name = nameOf(keyOf(item));
    if (!firsts.has(name)) firsts.set(name, item);
  }
  const inserted = new Set((await kind.insert(db, [...firsts.values()])).map(nameOf));
  const missing = [...firsts].flatMap(([name, item]) => (inserted.has(name) ? [] : keyOf(item)));
  const stored = missing.length > 0 ? await kind.stored(db, missing) : [];
  const digests = new Map(stored.map((row) => [nameOf(row), row.digest]));

  return items.map((item) => {
    const name = nameOf(keyOf(item));
    const { report, place } = item;
    if (inserted.has(name) && firsts.get(name) === item) return { report, place, result: { status: "stored" } };
    const digest = inserted.has(name) ? firsts.get(name)?.digest : digests.get(name);
    if (digest === item.digest) return { report, place, result: { status: "duplicate" } };
    return { report, place, result: { status: "refused", reason: digest === undefined ? kind.unfit : clash } };
  });
}

/** The agent that was refused because the point may not speak for it, or because it is not there. */
function strangerIn(event: PepEvent | undefined, result: EventResult): string | null {
  const strange = result.status === "refused" && (result.reason === outOfScope || result.reason === unknownAgent);
  return strange && event?.type === "call" ? event.agentId : null;
}
