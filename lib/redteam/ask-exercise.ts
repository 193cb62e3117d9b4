import { command } from "@/lib/audit/command";
import { beginRun } from "./begin-run";
import { askRedteamOp } from "./contract";
import { runOf, targetOf } from "./rows";

/** The worker is woken by the audit entry. */
export const askExercise = command(askRedteamOp, async (tx) => {
  const cause = tx.actor.kind === "system" ? "schedule" : "hand";
  const run = await beginRun(tx, { place: "worker", cause, status: "asked" });
  return { result: runOf(run), event: { action: "redteam.asked", target: targetOf(run), detail: { cause } } };
});
