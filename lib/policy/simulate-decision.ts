import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { decide } from "@/sdk/decide";
import type { Decision } from "@/sdk/wire/decision";
import { simulateDecisionOp } from "./contract";
import { currentPolicySet } from "./current-policy-set";
import { revokedNow } from "./revoked-now";

export const nothingPublished: Decision = {
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
  if (!inForce) return nothingPublished;
  const revoked = await revokedNow(ctx, request);
  if (revoked) return { ...nothingPublished, code: "revoked" as const, reason: revoked, revision: inForce.revision };
  return decide(inForce.set, request, { now: (await databaseNow(ctx.db)).getTime() });
});
