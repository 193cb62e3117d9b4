import { command } from "@/lib/audit/command";
import { approveCheckpointOp } from "./contract";
import { refuseIfPolicyChanged } from "./decide-action";
import { castVote, eventOf, move, readyToDecide, voterFacts } from "./decide-checkpoint";
import { giveStanding, keepTerms, refuseTerms } from "./give-standing";
import { makeGrant } from "./make-grant";
import { provePresence } from "./prove-presence";
import { readRow } from "./rows";
import { allMet, filledStages } from "./rules";
import { showCheckpoint } from "./show-checkpoint";

export const approveCheckpoint = command(
  approveCheckpointOp,
  async (ctx, { id, digest, reason, note, stepUp, standing }) => {
    const ready = await readyToDecide(ctx, id, digest);
    await refuseIfPolicyChanged(ctx, ready.row);
    if (standing) refuseTerms(ready.row, standing);
    const receipt = await provePresence(ctx, ready, stepUp);
    await castVote(ctx, ready, "approve", { reason, note }, receipt);
    if (standing) await keepTerms(ctx, ready.row, ready.me.id, standing);
    const { stages } = ready;
    const filled = filledStages(stages, [...ready.approvers, ready.me], ready.agent);
    const done = allMet(stages, filled);
    // Nothing real may follow from a decoy.
    const given =
      done && standing && ready.row.decoy === null ? await giveStanding(ctx, id, standing, ready.now) : null;
    if (done) {
      const grant = await makeGrant(ctx, ready.row, ready.now);
      await move(ctx, ready.row, "approved", reason, ready.now, grant);
    }
    return {
      result: async (after) => showCheckpoint(after, await readRow(after, id)),
      event: [
        eventOf(ready.row, done ? "checkpoint.approved" : "checkpoint.voted", {
          verdict: "approve",
          digest,
          reason,
          note,
          have: filled,
          passkey: receipt?.passkeyId ?? null,
          ...voterFacts(ready),
          ...(standing ? { standing } : {}),
        }),
        ...(given ? [given] : []),
      ],
    };
  },
);
