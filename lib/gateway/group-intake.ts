/** What many points send all the time: stored together, as many as came while the last commit ran. */
import { reportEventsThrough } from "@/lib/activity/report-events";
import { type EventReport, type EventResult, storeEvents } from "@/lib/activity/store-events";
import { authorise, parseInput } from "@/lib/audit/verb";
import { Batcher } from "@/lib/db/batcher";
import { database } from "@/lib/db/client";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { reportAcks as storeAcks } from "@/lib/enforcement/report-acks";
import { reportHeartbeatThrough } from "@/lib/enforcement/report-heartbeat";
import { type Beat, storeHeartbeats } from "@/lib/enforcement/store-heartbeats";
import { isDatabaseAway } from "@/lib/http/problem";

type AcksInput = Parameters<typeof storeAcks>[1];
type Accepted = Awaited<ReturnType<typeof storeAcks>>;

const isolate = (error: unknown) => !isDatabaseAway(error);

/** In events, of which one with long arguments counts for several. */
const MOST_AT_ONCE = 4_000;
const MOST_WAITING = 40_000;
const LONG_ARGUMENTS = 1_024;

const reports = new Batcher<EventReport, EventResult[]>({
  run: (all) => database().$transaction((tx) => storeEvents(tx, all), { timeout: 15_000, maxWait: 10_000 }),
  most: MOST_AT_ONCE,
  mostWaiting: MOST_WAITING,
  weigh: ({ events }) =>
    events.reduce(
      (sum, event) => sum + 1 + (event.type === "call" ? event.argumentsText.length / LONG_ARGUMENTS : 0),
      0,
    ),
  lanes: 2,
  isolate,
});

/** Nobody waits for the answer to a heartbeat, so it may wait for company. */
const HEARTBEATS_GATHER_MS = 20;

const beats = new Batcher<Beat, Date | null>({
  run: (all) => database().$transaction((tx) => storeHeartbeats(tx, all)),
  most: 2_000,
  mostWaiting: 20_000,
  gatherMs: HEARTBEATS_GATHER_MS,
  isolate,
});

/** Whole fleets acknowledge within the same moment. In the order of the points, so that two gateways do not lock in a ring. */
const acks = new Batcher<{ ctx: Ctx; input: AcksInput }, Accepted>({
  run: async (all) => {
    const order = [...all.keys()].sort((a, b) =>
      (all[a]?.ctx.actor.id ?? "") < (all[b]?.ctx.actor.id ?? "") ? -1 : 1,
    );
    const answers = new Map<number, Accepted>();
    await database().$transaction(
      async (db) => {
        const now = await databaseNow(db);
        for (const place of order) {
          const one = all[place];
          if (one) answers.set(place, await storeAcks({ ...one.ctx, db, now }, one.input));
        }
      },
      { timeout: 15_000, maxWait: 10_000 },
    );
    return all.map((_, place) => answers.get(place) ?? { accepted: 0 });
  },
  most: 200,
  mostWaiting: 20_000,
  isolate,
});

export const reportAcks: typeof storeAcks = Object.assign(
  async (...[ctx, input]: Parameters<typeof storeAcks>) => {
    await authorise(ctx, storeAcks.operation);
    return acks.add({ ctx, input: parseInput(storeAcks.operation, input) });
  },
  { operation: storeAcks.operation },
);

export const reportEvents = reportEventsThrough((report) => reports.add(report));
export const reportHeartbeat = reportHeartbeatThrough((beat) => beats.add(beat));
