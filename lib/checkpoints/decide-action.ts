/** Asks the bundle in force about a held action again, with and without its checkpoints lifted. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import type { Checkpoint as CheckpointRow } from "@/lib/db/generated/client";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { revokedNow } from "@/lib/policy/revoked-now";
import { Refusal } from "@/lib/shared/errors";
import { decide } from "@/sdk/decide";
import { Action } from "@/sdk/wire/action";

/** Null when an approval of the row's rules would release the action under the policy in force now; else why not. */
export async function whyNotReleased(ctx: Ctx, row: CheckpointRow): Promise<string | null> {
  const inForce = await currentPolicySet(ctx);
  if (!inForce) return "No policy is in force.";
  const action = Action.parse(JSON.parse(row.action));
  const request = {
    agentId: action.agent,
    tool: action.tool,
    arguments: action.arguments,
    chain: action.chain,
    ...(action.onBehalfOf ? { onBehalfOf: action.onBehalfOf } : {}),
  };
  const agent = await ctx.db.agent.findUnique({
    where: { id_orgId: { id: action.agent, orgId: ctx.orgId } },
    select: { status: true },
  });
  if (agent?.status !== "active") return `The agent is ${agent?.status ?? "gone"}.`;
  const revoked = await revokedNow(ctx, request);
  if (revoked) return revoked;
  const now = (await databaseNow(ctx.db)).getTime();
  const lifted = decide(inForce.set, request, { lifted: row.rules, seenPin: action.pin, now });
  if (lifted.effect === "allow") return null;
  return `By revision ${inForce.revision} it would be ${lifted.effect === "hold" ? "held under other rules" : "denied"}: ${lifted.reason}`;
}

export async function refuseIfPolicyChanged(ctx: Ctx, row: CheckpointRow): Promise<void> {
  const why = await whyNotReleased(ctx, row);
  if (why) throw new Refusal("policy_changed", `Approving would release nothing. ${why}`);
}
