/** Asks how things are now about a held action again, with its checkpoints lifted. */
import type { Ctx } from "@/lib/db/ctx";
import type { Checkpoint as CheckpointRow } from "@/lib/db/generated/client";
import { Refusal } from "@/lib/shared/errors";
import { Action } from "@/sdk/wire/action";
import { concernsOf, readGround, whyNotReleasedOn } from "./ground";
import { blockingCall } from "./outcomes";
import { inQuestion } from "./rows";

/** Null when an approval of the row's rules would release the action under the policy in force now; else why not. */
export async function whyNotReleased(ctx: Ctx, row: CheckpointRow): Promise<string | null> {
  const digests = [row.argumentsDigest, row.ranDigest ?? row.argumentsDigest];
  const before = await blockingCall(ctx, { agentId: row.agentId, tool: row.tool, digests, except: row.id });
  return before?.why ?? whyNotUnder(ctx, row.rules, Action.parse(JSON.parse(inQuestion(row).action)));
}

/** The same for any action: whether it would be released with these rules lifted. */
export async function whyNotUnder(ctx: Ctx, rules: readonly string[], action: Action): Promise<string | null> {
  return whyNotReleasedOn(await readGround(ctx, concernsOf(action)), action, rules);
}

export async function refuseIfPolicyChanged(ctx: Ctx, row: CheckpointRow): Promise<void> {
  const why = await whyNotReleased(ctx, row);
  if (why) throw new Refusal("policy_changed", `Approving would release nothing. ${why}`);
}
