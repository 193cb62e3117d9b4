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
import { systemContext } from "@/lib/db/ctx";
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

export const jobs: readonly Job[] = [
  { name: "fleet-watch", everySeconds: 10, run: fleetWatch },
  {
    // Entries are sealed at once when their notice arrives; this makes good what was missed.
    name: "seal-audit",
    everySeconds: 15,
    run: sealWaiting,
  },
  {
    // Orders are followed at once by StopWatch; this makes good what was missed while no worker ran.
    name: "attend-stops",
    everySeconds: 10,
    run: async (db) => {
      for (const orgId of await organisations(db)) await attendStops(systemContext(orgId, "attend-stops", db));
    },
  },
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
  {
    name: "retire-signing-keys",
    everySeconds: 30,
    run: async (db) => {
      for (const orgId of await organisations(db))
        await retireSigningKeys(systemContext(orgId, "retire-signing-keys", db));
    },
  },
  {
    name: "sweep-checkpoints",
    everySeconds: 5,
    run: async (db) => {
      for (const orgId of await organisations(db)) {
        const ctx = systemContext(orgId, "sweep-checkpoints", db);
        await sweepCheckpoints(ctx);
        await runTimers(ctx);
      }
    },
  },
  {
    // People leave and agents change hands: a rule that was fine when it was kept may not be any more.
    name: "watch-rules",
    everySeconds: 30,
    run: async (db) => {
      for (const orgId of await organisations(db)) await watchRules(systemContext(orgId, "watch-rules", db));
    },
  },
  {
    // What changed is followed at once by checkpoint-watch; this makes good what was missed while no worker ran.
    name: "reconsider-checkpoints",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db))
        await reconsiderCheckpoints(systemContext(orgId, "reconsider-checkpoints", db));
    },
  },
  {
    name: "chase-reviews",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) await chaseReviews(systemContext(orgId, "chase-reviews", db));
    },
  },
  {
    name: "chase-attestations",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db))
        await chaseAttestations(systemContext(orgId, "chase-attestations", db));
    },
  },
  {
    name: "attend-owners",
    everySeconds: 30,
    run: async (db) => {
      for (const orgId of await organisations(db)) await attendOwners(systemContext(orgId, "attend-owners", db));
    },
  },
  {
    name: "watch-credentials",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db))
        await watchCredentials(systemContext(orgId, "watch-credentials", db));
    },
  },
  {
    name: "watch-sightings",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) await watchSightings(systemContext(orgId, "watch-sightings", db));
    },
  },
  {
    // Each card is read once a day; a few at a time, for a host may be slow.
    name: "read-cards-again",
    everySeconds: 300,
    run: async (db) => {
      for (const orgId of await organisations(db)) await readCardsAgain(systemContext(orgId, "read-cards-again", db));
    },
  },
  {
    name: "expire-delegations",
    everySeconds: 30,
    run: async (db) => {
      for (const orgId of await organisations(db))
        await expireDelegations(systemContext(orgId, "expire-delegations", db));
    },
  },
  {
    name: "telemetry",
    everySeconds: 15,
    run: async (db) => {
      for (const orgId of await organisations(db)) {
        await settleCalls(systemContext(orgId, "telemetry", db));
        await watchUnmediated(systemContext(orgId, "telemetry", db));
      }
    },
  },
  {
    name: "detections",
    everySeconds: 10,
    run: async (db) => {
      for (const orgId of await organisations(db)) await watchCalls(systemContext(orgId, "detections", db));
    },
  },
  {
    name: "detections-state",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) await watchState(systemContext(orgId, "detections", db));
    },
  },
  {
    name: "incidents",
    everySeconds: 5,
    run: async (db) => {
      for (const orgId of await organisations(db)) {
        const ctx = systemContext(orgId, "incidents", db);
        await groupFindings(ctx);
        await attendIncidents(ctx);
      }
    },
  },
  {
    // A back-test is begun at once when it is asked for; this takes up what a worker left.
    name: "backtests",
    everySeconds: 30,
    run: runBacktests,
  },
  {
    name: "oversight",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) {
        await watchApprovers(systemContext(orgId, "oversight", db));
        await seedDecoys(systemContext(orgId, "oversight", db));
      }
    },
  },
  {
    name: "watch-gates",
    everySeconds: 30,
    run: async (db) => {
      for (const orgId of await organisations(db)) await watchGates(systemContext(orgId, "watch-gates", db));
    },
  },
  {
    name: "watch-evidence",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) await watchEvidence(systemContext(orgId, "watch-evidence", db));
    },
  },
  {
    name: "roll-outs",
    everySeconds: 3,
    run: async (db) => {
      for (const orgId of await organisations(db)) await attendRollOuts(systemContext(orgId, "roll-outs", db));
    },
  },
  {
    // A replay is begun at once when it is asked for; this takes up what a worker left.
    name: "replays",
    everySeconds: 30,
    run: runReplays,
  },
  {
    // An exercise that was asked for is begun at once when its notice arrives, or when a worker starts.
    name: "exercises",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) {
        await endSilentRuns(systemContext(orgId, "exercises", db));
        await askDueExercises(systemContext(orgId, "exercises", db));
      }
    },
  },
  {
    // A pack is begun at once when it is asked for; this takes up what a worker left.
    name: "audit-packs",
    everySeconds: 30,
    run: buildPacks,
  },
  {
    // Changes are noticed at once by inventory-watch; this makes good what was missed while no worker ran.
    name: "refresh-bundles",
    everySeconds: 60,
    run: async (db) => {
      for (const orgId of await organisations(db)) await refreshBundle(systemContext(orgId, "refresh-bundles", db));
    },
  },
];
