import { query } from "@/lib/audit/query";
import { approveCheckpoint } from "@/lib/checkpoints/approve-checkpoint";
import { denyCheckpoint } from "@/lib/checkpoints/deny-checkpoint";
import { killAgent } from "@/lib/enforcement/kill-agent";
import { refreshBundle } from "@/lib/policy/refresh-bundle";
import { actInRangeOp } from "./contract";
import { rangePerson, runningRun } from "./rows";

/**
 * Writes nothing here: what people do in the range is done by the verbs that everybody uses, in transactions of their own, so that
 * their refusals are recorded in the range as well.
 */
export const actInRange = query(actInRangeOp, async (ctx, { id, act }) => {
  const { rangeId } = await runningRun(ctx, id);
  const owner = () => rangePerson(ctx, rangeId, "owner");
  const operator = () => rangePerson(ctx, rangeId, "security");
  switch (act.act) {
    case "approve":
      await approveCheckpoint(await owner(), { id: act.checkpointId, digest: act.digest, reason: "for the exercise" });
      break;
    case "deny":
      await denyCheckpoint(await owner(), { id: act.checkpointId, digest: act.digest, reason: "for the exercise" });
      break;
    case "kill":
      await killAgent(await operator(), { id: act.agentId, reason: "for the exercise" });
      break;
    case "refresh":
      await refreshBundle(await operator());
      break;
  }
  return {};
});
