import { query } from "@/lib/audit/query";
import { databaseNow } from "@/lib/db/ctx";
import { currentPolicySet } from "./current-policy-set";
import { revokedNow } from "./revoked-now";
import { nothingPublished } from "./simulate-decision";
import { explain } from "./why/explain";
import { explainDecisionOp } from "./why-contract";
import { namedHere } from "./why-rows";

export const explainDecision = query(explainDecisionOp, async (ctx, request) => {
  const nothing = {
    policies: [],
    values: [],
    changes: [],
    untold: [],
    search: { evaluations: 0, depth: 0, complete: true },
  };
  const inForce = await currentPolicySet(ctx);
  if (!inForce) return { ...nothing, decision: nothingPublished };
  const { content, revision, set } = inForce;
  const now = (await databaseNow(ctx.db)).getTime();
  const { named, decision, ...explained } = explain({ content, revision, request, options: { now } }, set);
  const revoked = await revokedNow(ctx, request);
  if (!revoked) return { ...explained, decision, policies: await namedHere(ctx, named), untold: [] };
  const lifted = { steps: [{ kind: "withoutOrder" as const }], alike: 0 };
  const { effect, code, reason } = decision;
  return {
    ...nothing,
    decision: { ...nothingPublished, code: "revoked" as const, reason: revoked, revision },
    policies: await namedHere(ctx, named),
    values: explained.values,
    changes: effect === "deny" ? [] : [{ ...lifted, effect, code, reason }],
    untold: effect === "deny" ? [`Without the order it would be denied as well: ${reason}`] : [],
  };
});
