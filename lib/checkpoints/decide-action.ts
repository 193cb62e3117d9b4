/** Asks the bundle in force about a held action again, with and without its checkpoints lifted. */
import { type Ctx, databaseNow } from "@/lib/db/ctx";
import type { Checkpoint as CheckpointRow } from "@/lib/db/generated/client";
import { currentPolicySet } from "@/lib/policy/current-policy-set";
import { revokedNow } from "@/lib/policy/revoked-now";
import { Refusal } from "@/lib/shared/errors";
import { decide } from "@/sdk/decide";
import { Action } from "@/sdk/wire/action";
import { blockingCall } from "./outcomes";
import { inQuestion } from "./rows";

/** Null when an approval of the row's rules would release the action under the policy in force now; else why not. */
export async function whyNotReleased(ctx: Ctx, row: CheckpointRow): Promise<string | null> {
  const digests = [row.argumentsDigest, row.ranDigest ?? row.argumentsDigest];
  const before = await blockingCall(ctx, { agentId: row.agentId, tool: row.tool, digests, except: row.id });
  return before?.why ?? whyNotUnder(ctx, row.rules, Action.parse(JSON.parse(inQuestion(row).action)));
}

/** The same for any action: whether it would be released with these rules lifted. */
export async function whyNotUnder(ctx: Ctx, rules: string[], action: Action): Promise<string | null> {
  const inForce = await currentPolicySet(ctx);
  if (!inForce) return "No policy is in force.";
  const request = {
    agentId: action.agent,
    tool: action.tool,
    arguments: action.arguments,
    chain: action.chain,
    ...(action.onBehalfOf ? { onBehalfOf: action.onBehalfOf } : {}),
  };
  const stopped = (await whyStopped(ctx, action)) ?? (await whyTool(ctx, action));
  if (stopped) return stopped;
  const revoked = await revokedNow(ctx, request);
  if (revoked) return revoked;
  const now = (await databaseNow(ctx.db)).getTime();
  const lifted = decide(inForce.set, request, { lifted: rules, seenPin: action.pin, now });
  if (lifted.effect === "allow") return null;
  return `By revision ${inForce.revision} it would be ${lifted.effect === "hold" ? "held under other rules" : "denied"}: ${lifted.reason}`;
}

/** Why one of those on whose word the call is made cannot act: the bundle may not say so yet. */
export async function whyStopped(ctx: Ctx, action: Pick<Action, "agent" | "chain">): Promise<string | null> {
  const ids = [action.agent, ...action.chain];
  const agents = await ctx.db.agent.findMany({
    where: { orgId: ctx.orgId, id: { in: ids } },
    select: { id: true, name: true, status: true },
  });
  for (const id of ids) {
    const agent = agents.find((one) => one.id === id);
    if (!agent)
      return id === action.agent ? "The agent is not registered." : `The agent ${id} of its chain is not registered.`;
    if (agent.status !== "active") return `The agent ${agent.name} is ${agent.status}.`;
  }
  return null;
}

/** Why the tool is not the one that was asked about: its definition may have changed before a bundle could say so. */
async function whyTool(ctx: Ctx, { tool, pin }: Action): Promise<string | null> {
  const slash = tool.indexOf("/");
  const row = await ctx.db.tool.findUnique({
    where: { orgId_server_name: { orgId: ctx.orgId, server: tool.slice(0, slash), name: tool.slice(slash + 1) } },
    select: { state: true, pin: true },
  });
  if (row?.state !== "approved")
    return `The tool ${tool} is ${row ? `in the state "${row.state}"` : "not registered"}.`;
  return row.pin === pin ? null : `The tool ${tool} is no longer defined as it was when the call was held.`;
}

export async function refuseIfPolicyChanged(ctx: Ctx, row: CheckpointRow): Promise<void> {
  const why = await whyNotReleased(ctx, row);
  if (why) throw new Refusal("policy_changed", `Approving would release nothing. ${why}`);
}
