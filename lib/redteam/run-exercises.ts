/** The worker's part: runs what was asked for, against its own gateway and console, as a runner elsewhere would. */
import path from "node:path";
import type { Db } from "@/lib/db/client";
import { type Ctx, systemContext, transaction } from "@/lib/db/ctx";
import { Prisma } from "@/lib/db/generated/client";
import { errorFields, log } from "@/lib/log";
import { Refusal } from "@/lib/shared/errors";
import type { ExerciseConsole } from "@/sdk/redteam/console";
import { library } from "@/sdk/redteam/library";
import { runExercise } from "@/sdk/redteam/run-exercise";
import { abandonRun } from "./abandon-run";
import { actInRange } from "./act-in-range";
import { takeUp } from "./begin-run";
import { finishExercise } from "./finish-exercise";
import { createRange, furnishRange } from "./open-range";
import { readRange } from "./read-range";
import { reportProgress } from "./report-progress";

/** As the package installs it: the worker starts it as anybody would. */
const CLI = path.resolve("sdk", "bin", "gatehouse.mjs");

/** One after the other, until nothing waits. Of several workers, one takes each. */
export async function runExercises(db: Db, cli: string = CLI): Promise<void> {
  for (let run = await take(db); run; run = await take(db)) {
    const ctx = systemContext(run.orgId, "exercises", db);
    try {
      await runExercise({ console: ownConsole(ctx, run.id), scenarios: library, cli, place: "worker" });
    } catch (error) {
      log.error("a red-team exercise broke off", { orgId: run.orgId, run: run.id, ...errorFields(error) });
      const reason = "The exercise broke off. The worker's log says why.";
      await transaction(ctx, (tx) => abandonRun(tx, run.id, reason));
    }
  }
}

async function take(db: Db): Promise<{ id: string; orgId: string } | null> {
  const rows = await db.$queryRaw<{ id: string; orgId: string }[]>(Prisma.sql`
    UPDATE "RedteamRun" SET "status" = 'running', "heardAt" = clock_timestamp()
     WHERE "id" = (SELECT "id" FROM "RedteamRun" WHERE "status" = 'asked' ORDER BY "askedAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id", "orgId"`);
  return rows[0] ?? null;
}

/** The same verbs that the management API serves, without the way over HTTP. */
function ownConsole(ctx: Ctx, id: string): ExerciseConsole {
  return {
    open: async (plan, publicKey) => {
      const rangeId = await transaction(ctx, async (tx) => {
        const made = await createRange(tx);
        await takeUp(tx, id, made, publicKey);
        return made;
      });
      return furnishRange(ctx, { runId: id, rangeId }, plan);
    },
    act: async (_, act) => {
      try {
        await actInRange(ctx, { id, act });
        return { ok: true };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { ok: false, code: error.code, detail: error.message };
      }
    },
    records: (_, agentId) => readRange(ctx, { id, agentId }),
    progress: async (_, progress) => void (await reportProgress(ctx, { id, ...progress })),
    finish: async (_, result) => void (await finishExercise(ctx, { id, ...result })),
    abandon: async (_, reason) => void (await transaction(ctx, (tx) => abandonRun(tx, id, reason))),
  };
}
