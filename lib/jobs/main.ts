/** Starts the worker. */
import PgBoss from "pg-boss";
import { database } from "@/lib/db/client";
import { listen } from "@/lib/db/listen";
import { runBacktests } from "@/lib/detections/run-backtests";
import { env } from "@/lib/env";
import { errorFields, log } from "@/lib/log";
import { runExercises } from "@/lib/redteam/run-exercises";
import { runReplays } from "@/lib/replay/run-replays";
import { runChecks } from "./check-audit";
import { CheckpointWatch } from "./checkpoint-watch";
import { Delivery } from "./deliver";
import { syncDemoMarker } from "./demo-marker";
import { StopWatch } from "./drills";
import { InventoryWatch } from "./inventory-watch";
import { Mailing } from "./mailing";
import { buildPacks } from "./pack-builder";
import { type Job, jobs } from "./schedule";
import { AuditSealer } from "./seal-audit";

const boss = new PgBoss({ connectionString: env.databaseUrl, max: 4, application_name: "gatehouse-worker" });
boss.on("error", (error) => log.warn("the job queue reported an error", errorFields(error)));

/** Each run books the next, and the queue keeps one booking at most, so any number of workers do it once. */
async function work(job: Job): Promise<void> {
  await boss.createQueue(job.name, { name: job.name, policy: "stately", retryLimit: 3, expireInSeconds: 300 });
  await boss.work(job.name, { pollingIntervalSeconds: Math.min(job.everySeconds, 2) }, async () => {
    try {
      await job.run(database());
    } catch (error) {
      log.error("a job failed and will run again", { job: job.name, ...errorFields(error) });
    } finally {
      await boss.send(job.name, {}, { startAfter: job.everySeconds });
    }
  });
  await boss.send(job.name, {});
}

await boss.start();
for (const job of jobs) await work(job);

const watch = new InventoryWatch(database());
const checkpoints = new CheckpointWatch(database());
const stops = new StopWatch(database());
const sealer = new AuditSealer(database());
const checkAudit = () =>
  runChecks(database()).catch((error) => log.error("verifications of the audit log wait", errorFields(error)));
const replay = () =>
  runReplays(database()).catch((error) => log.error("replays of recorded calls wait", errorFields(error)));
const backtest = () => runBacktests(database()).catch((error) => log.error("back-tests wait", errorFields(error)));
const packs = () => buildPacks(database());
const exercises = () =>
  runExercises(database()).catch((error) => log.error("red-team exercises wait", errorFields(error)));
const delivery = new Delivery(database());
delivery.start();
const mailing = new Mailing(database());
mailing.start();
const stopListening = listen({
  onNotice: (notice) => {
    watch.onNotice(notice);
    checkpoints.onNotice(notice);
    delivery.onNotice(notice);
    mailing.onNotice(notice);
    stops.onNotice(notice);
    sealer.onNotice(notice);
    if (notice.topic === "audit" && notice.ref === "audit.checkAsked") void checkAudit();
    if (notice.topic === "audit" && notice.ref === "replay.asked") void replay();
    if (notice.topic === "audit" && notice.ref === "detection.backtestAsked") void backtest();
    if (notice.topic === "audit" && notice.ref === "pack.asked") void packs();
    if (notice.topic === "audit" && notice.ref === "redteam.asked") void exercises();
    if (notice.topic === "audit" && notice.ref.startsWith("demo.")) void syncDemoMarker(database());
  },
  onConnect: () => {
    void syncDemoMarker(database());
    void sealer.sealAll();
    void checkAudit();
    void replay();
    void backtest();
    void packs();
    void exercises();
  },
});
log.info("worker running", { jobs: jobs.map(({ name }) => name) });

async function stop(): Promise<void> {
  watch.stop();
  checkpoints.stop();
  stops.stop();
  sealer.stop();
  await stopListening();
  await Promise.all([delivery.stop(), mailing.stop()]);
  await boss.stop({ graceful: true, timeout: 5_000 });
  await database().$disconnect();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
process.on("unhandledRejection", (error) => log.error("unhandled rejection", errorFields(error)));
