/** What many points send all the time: stored together, as many as came while the last commit ran. */

import type { z } from "zod";
import { reportEventsThrough } from "@/lib/activity/report-events";
import { type EventReport, type EventResult, storeEvents } from "@/lib/activity/store-events";
import { authorise, parseInput, type Verb } from "@/lib/audit/verb";
import { Batcher } from "@/lib/db/batcher";
import { database } from "@/lib/db/client";
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import { reportAcksOp } from "@/lib/enforcement/contract";
import { reportHeartbeatThrough } from "@/lib/enforcement/report-heartbeat";
import { type AckReport, storeAcks } from "@/lib/enforcement/store-acks";
import { type Beat, storeHeartbeats } from "@/lib/enforcement/store-heartbeats";
import { isDatabaseAway } from "@/lib/http/problem";

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

const acks = new Batcher<Omit<AckReport, "ctx"> & { ctx: Ctx }, number>({
  run: (all) =>
    database().$transaction(async (db) => {
      const now = await databaseNow(db);
      return storeAcks(
        db,
        all.map(({ ctx, acks }) => ({ ctx: { ...ctx, db, now }, acks })),
      );
    }),
  most: 2_000,
  mostWaiting: 20_000,
  weigh: ({ acks }) => acks.length,
  isolate,
});

export const reportAcks: Verb<typeof reportAcksOp.input, typeof reportAcksOp.output> = Object.assign(
  async (ctx: Ctx, input: z.input<typeof reportAcksOp.input>) => {
    await authorise(ctx, reportAcksOp);
    return { accepted: await acks.add({ ctx, acks: parseInput(reportAcksOp, input).acks }) };
  },
  { operation: reportAcksOp },
);

export const reportEvents = reportEventsThrough((report) => reports.add(report));
export const reportHeartbeat = reportHeartbeatThrough((beat) => beats.add(beat));
