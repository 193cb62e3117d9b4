/** What the worker does by itself, and how often. */

import { makeMonths } from "@/lib/activity/make-months";
import { chaseAttestations } from "@/lib/attestations/chase-attestations";
import { chaseReviews } from "@/lib/checkpoints/chase-reviews";
import { reconsiderCheckpoints } from "@/lib/checkpoints/reconsider-checkpoints";
import { runTimers } from "@/lib/checkpoints/run-timers";
import { sweepCheckpoints } from "@/lib/checkpoints/sweep-checkpoints";
import { watchRules } from "@/lib/checkpoints/watch-rules";
import { watchEvidence } from "@/lib/compliance/evidence-look";
import { watchCredentials } from "@/lib/credentials/watch-credentials";
import type { Db } from "@/lib/db/client";
import { type Ctx, systemContext } from "@/lib/db/ctx";
import { expireDelegations } from "@/lib/delegations/expire-delegations";
import { runBacktests } from "@/lib/detections/run-backtests";
import { watchCalls, watchState } from "@/lib/detections/watch-detections";
import { readCardsAgain } from "@/lib/discovery/read-cards-again";
import { watchSightings } from "@/lib/discovery/watch-sightings";
import { attendStops } from "@/lib/enforcement/attend-stops";
import { retireSigningKeys } from "@/lib/identity/retire-signing-keys";
import { attendIncidents } from "@/lib/incidents/attend-incidents";
import { groupFindings } from "@/lib/incidents/group-findings";
import { trimHistory } from "@/lib/maturity/trim-history";
import { seedDecoys } from "@/lib/oversight/seed-decoys";
import { watchApprovers } from "@/lib/oversight/watch-approvers";
import { attendOwners } from "@/lib/owners/attend-owners";
import { watchGates } from "@/lib/plan/watch-gates";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { askDueExercises } from "@/lib/redteam/ask-due-exercises";
import { endSilentRuns } from "@/lib/redteam/end-silent-runs";
import { runReplays } from "@/lib/replay/run-replays";
import { attendRollOuts } from "@/lib/rollouts/attend-roll-outs";
import { settleCalls } from "@/lib/telemetry/settle-calls";
import { watchUnmediated } from "@/lib/telemetry/watch-unmediated";
import { startDueDrills } from "./drills";
import { fleetWatch } from "./fleet-watch";
import { maturityWatch } from "./maturity-watch";

import { buildPacks } from "./pack-builder";
import { sealWaiting } from "./seal-audit";

export type Job = { name: string; everySeconds: number; run: (db: Db) => Promise<void> };

/** Without the ranges of exercises: they stand for minutes, and nobody is to be told of them. */
async function organisations(db: Db): Promise<string[]> {
  return (await db.organisation.findMany({ where: { rangeOf: null }, select: { id: true } })).map(({ id }) => id);
}

/** For one organisation after the other. */
const each = (name: string, everySeconds: number, ...acts: readonly ((ctx: Ctx) => Promise<unknown>)[]): Job => ({
  name,
  everySeconds,
  run: async (db) => {
    for (const orgId of await organisations(db)) for (const act of acts) await act(systemContext(orgId, name, db));
  },
});

export const jobs: readonly Job[] = [
  { name: "fleet-watch", everySeconds: 10, run: fleetWatch },
  {
    // Entries are sealed at once when their notice arrives; this makes good what was missed.
    name: "seal-audit",
    everySeconds: 15,
    run: sealWaiting,
  },
  // Orders are followed at once by StopWatch; this makes good what was missed while no worker ran.
  each("attend-stops", 10, attendStops),
  // A point counts as silent after 30 seconds: whoever falls for it is noted within a minute.
  { name: "maturity-watch", everySeconds: 15, run: maturityWatch },
  {
    // Far more often than is needed: each run is one look, and the months are made a quarter of a year ahead.
    name: "call-months",
    everySeconds: 600,
    run: async (db) => {
      await makeMonths(db);
    },
  },
  { name: "trim-maturity", everySeconds: 21_600, run: trimHistory },
  { name: "drills", everySeconds: 60, run: startDueDrills },
  each("retire-signing-keys", 30, retireSigningKeys),
  each("sweep-checkpoints", 5, sweepCheckpoints, runTimers),
  // People leave and agents change hands: a rule that was fine when it was kept may not be any more.
  each("watch-rules", 30, watchRules),
  // What changed is followed at once by checkpoint-watch; this makes good what was missed while no worker ran.
  each("reconsider-checkpoints", 60, reconsiderCheckpoints),
  each("chase-reviews", 60, chaseReviews),
  each("chase-attestations", 60, chaseAttestations),
  each("attend-owners", 30, attendOwners),
  each("watch-credentials", 60, watchCredentials),
  each("watch-sightings", 60, watchSightings),
  // Each card is read once a day; a few at a time, for a host may be slow.
  each("read-cards-again", 300, readCardsAgain),
  each("expire-delegations", 30, expireDelegations),
  each("telemetry", 15, settleCalls, watchUnmediated),
  each("detections", 10, watchCalls),
  {
    name: "detections-state",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) await watchState(systemContext(orgId, "detections", db));
    },
  },
  each("incidents", 5, groupFindings, attendIncidents),
  {
    // A back-test is begun at once when it is asked for; this takes up what a worker left.
    name: "backtests",
    everySeconds: 30,
    run: runBacktests,
  },
  each("oversight", 60, watchApprovers, seedDecoys),
  each("watch-gates", 30, watchGates),
  each("watch-evidence", 60, watchEvidence),
  each("roll-outs", 3, attendRollOuts),
  {
    // A replay is begun at once when it is asked for; this takes up what a worker left.
    name: "replays",
    everySeconds: 30,
    run: runReplays,
  },
  // An exercise that was asked for is begun at once when its notice arrives, or when a worker starts.
  each("exercises", 60, endSilentRuns, askDueExercises),
  {
    // A pack is begun at once when it is asked for; this takes up what a worker left.
    name: "audit-packs",
    everySeconds: 30,
    run: buildPacks,
  },
  // Changes are noticed at once by inventory-watch; this makes good what was missed while no worker ran.
  each("refresh-bundles", 60, refreshBundle),
];
