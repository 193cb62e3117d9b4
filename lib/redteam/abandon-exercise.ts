import { command } from "@/lib/audit/command";
import { abandonRun } from "./abandon-run";
import { abandonRedteamOp } from "./contract";
import { runOf } from "./rows";

/** The entry is written where the run is ended, which the worker does too. */
export const abandonExercise = command(abandonRedteamOp, async (tx, { id, reason }) => ({
  result: runOf(await abandonRun(tx, id, reason)),
  event: "repetition",
}));
