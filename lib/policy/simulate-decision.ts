import { query } from "@/lib/audit/query";
import { decide } from "@/sdk/decide";
import type { Decision } from "@/sdk/wire/decision";
import { simulateDecisionOp } from "./contract";
import { currentPolicySet } from "./current-policy-set";

const nothingPublished: Decision = {
  effect: "deny",
  code: "no_bundle",
  reason: "Nothing has been published yet, so every call is denied.",
  policies: [],
  rules: [],
  observed: [],
  revision: 0,
};

export const simulateDecision = query(simulateDecisionOp, async (ctx, request) => {
  const inForce = await currentPolicySet(ctx);
  return inForce ? decide(inForce.set, request) : nothingPublished;
});
