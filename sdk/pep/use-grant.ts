/** What an approval permits, and using it up: the last steps before a held call runs. */
import { actionDigest } from "../action-digest.ts";
import type { JsonObject } from "../canonical.ts";
import { argumentsFrom, withArguments } from "../changed-action.ts";
import { grantObjection, verifyGrant } from "../verify.ts";
import type { Action, Grant } from "../wire/action.ts";
import type { TrustKey } from "../wire/bundle.ts";
import type { Decision } from "../wire/decision.ts";
import { RedeemOutput } from "../wire/protocol.ts";
import type { CallRequest } from "./call-events.ts";
import type { Verdict } from "./checkpoint-waits.ts";
import { type GatewayClient, GatewayRefused } from "./gateway-client.ts";
import { messageOf } from "./logger.ts";
import { printable } from "./printable.ts";

/** `changed` are the arguments that people set in place of those that were asked; null when they changed none. */
export type Permission = { grant: Grant; changed: JsonObject | null };

/** Who may sign, and whose point this is. */
type Ground = { org: string; pepId: string; trust(): readonly TrustKey[]; gatewayNow(): number };
/** The call that is held, and whether its agent is told when people change it. */
type Wanted = { request: CallRequest; decision: Decision; acceptsChanges: boolean };
type Approved = { checkpointId: string; action: Action; verdict: Verdict };

/** What the grant permits, or why it does not count. */
export function permissionOf(
  parts: Ground,
  held: Wanted,
  { checkpointId, action, verdict }: Approved,
): Permission | string {
  if (!verdict.grant) return "it came without a grant";
  let grant: Grant;
  try {
    grant = verifyGrant(verdict.grant, parts.trust());
  } catch (error) {
    return messageOf(error);
  }
  const permitted = actionOf(grant, action, held.acceptsChanges);
  if (typeof permitted === "string") return permitted;
  const objection = grantObjection(grant, {
    org: parts.org,
    checkpointId,
    agent: held.request.agentId,
    pep: parts.pepId,
    tool: held.request.tool,
    actionDigest: actionDigest(permitted),
    rules: held.decision.rules,
    now: parts.gatewayNow(),
  });
  return objection ?? { grant, changed: permitted === action ? null : permitted.arguments };
}

/** The action that the grant claims to be for. Only its digest in the grant, compared by the caller, makes it so. */
function actionOf(grant: Grant, action: Action, acceptsChanges: boolean): Action | string {
  if (grant.format === 1) return action;
  if (!acceptsChanges)
    return "people changed its arguments, and this caller has not said that it can tell the agent so";
  if (grant.heldDigest !== actionDigest(action)) return "it changes the arguments of another action";
  const args = argumentsFrom(grant.arguments);
  return args ? withArguments(action, args) : "the arguments that it sets are not canonical JSON";
}

/** Null when the gateway has used the grant up for this action. A lost answer counts as a refusal: never run twice. */
export async function redeem(client: GatewayClient, grant: Grant): Promise<string | null> {
  try {
    const path = `/v1/pep/grants/${encodeURIComponent(grant.id)}/redeem`;
    await client.postOnce(path, { actionDigest: grant.actionDigest }, RedeemOutput);
    return null;
  } catch (error) {
    const why = printable(messageOf(error), 500);
    if (error instanceof GatewayRefused) return `The gateway refused the approval: ${why}`;
    return `Whether the approval was used up is not known, since the gateway did not answer (${why}); the call was not run.`;
  }
}
