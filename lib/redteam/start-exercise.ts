import { createPublicKey } from "node:crypto";
import { command } from "@/lib/audit/command";
import { transaction } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { abandonRun } from "./abandon-run";
import { beginRun, takeUp } from "./begin-run";
import { startRedteamOp } from "./contract";
import { createRange, furnishRange } from "./open-range";
import { targetOf } from "./rows";

/** The range is furnished once the run is known, so that one that cannot be is abandoned and not forgotten. */
export const startExercise = command(startRedteamOp, async (tx, { plan, publicKey }) => {
  refuseOtherKeys(publicKey);
  const run = await beginRun(tx, { place: "command line", cause: "hand", status: "running" });
  const rangeId = await createRange(tx);
  await takeUp(tx, run.id, rangeId, publicKey);
  return {
    result: async (after) => {
      try {
        return await furnishRange(after, { runId: run.id, rangeId }, plan);
      } catch (error) {
        const reason = error instanceof Refusal ? error.message : "The range could not be made.";
        await transaction(after, (again) => abandonRun(again, run.id, reason));
        throw error;
      }
    },
    event: { action: "redteam.started", target: targetOf(run), detail: { range: rangeId, place: run.place } },
  };
});

export function refuseOtherKeys(publicKey: string): void {
  let type: string | undefined;
  try {
    type = createPublicKey(publicKey).asymmetricKeyType;
  } catch {
    type = undefined;
  }
  if (type !== "ed25519")
    throw new Refusal("invalid_input", "The runner's public key is not an Ed25519 key in PEM.", {
      invalidParams: [{ path: "publicKey", message: "not an Ed25519 key in PEM" }],
    });
}
