import { command } from "@/lib/audit/command";
import type { TxCtx } from "@/lib/db/ctx";
import { Refusal } from "@/lib/shared/errors";
import { personOf } from "./person-of";
import { revokeScope } from "./revoke-scope";
import { asRevocation, type NamedScope, nameScope } from "./scope-words";
import { changeStatus, changes, isOperator, lockedAgents, orderAgents } from "./stop-agent";
import { stopScopeOp } from "./stop-contract";

export const stopScope = command(stopScopeOp, async (tx, { scope, status, reason, confirm }) => {
  const named = await nameScope(tx, scope);
  if (confirm.trim() !== named.confirm.trim()) {
    throw new Refusal(
      "invalid_input",
      `This would stop: ${named.title}. To confirm it, send confirm as "${named.confirm}".`,
      { invalidParams: [{ path: "confirm", message: `must be "${named.confirm}"` }] },
    );
  }
  const change = status === "killed" ? changes.kill : changes.suspend;
  if (scope.kind === "agent") return changeStatus(tx, scope.agentId, reason, change);
  if (scope.kind === "owner") return stopOwner(tx, named, reason, change);
  if (!isOperator(tx)) throw new Refusal("forbidden", "Only security and admins stop more than their own agents.");
  const revoked = asRevocation(scope);
  if (!revoked) throw new Refusal("invalid_input", "This scope cannot be revoked.");
  return revokeScope(tx, { scope: revoked, title: named.title, reason });
});

async function stopOwner(
  tx: TxCtx,
  { scope, title, agentIds }: NamedScope,
  reason: string,
  change: (typeof changes)["kill" | "suspend"],
) {
  const own = scope.kind === "owner" && scope.owner === (await personOf(tx));
  if (!own && !isOperator(tx)) throw new Refusal("forbidden", "Only security and admins stop another person's agents.");
  const agents = await lockedAgents(tx, agentIds ?? []);
  const left = agents.filter(({ status }) => (change.from as readonly string[]).includes(status));
  if (left.length === 0) throw new Refusal("conflict", `${title}: there is none that could be ${change.verb}.`);
  return orderAgents(tx, left, reason, change, { scope, title });
}
