import { query } from "@/lib/audit/query";
import { decide } from "@/sdk/decide";
import { simulateDecisionOp } from "./contract";
import { currentPolicySet } from "./current-policy-set";

export const simulateDecision = query(simulateDecisionOp, async (ctx, request) => {
  const inForce = await currentPolicySet(ctx);
  if (!inForce) {
    return {
      effect: "deny",
      code: "no_bundle",
      reason: "Nothing has been published yet, so every call is denied.",
      policies: [],
      rules: [],
      observed: [],
      revision: 0,
    };
  }
  return decide(inForce.set, request);
});
