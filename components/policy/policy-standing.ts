/** How a policy's text stands to what is in force. */
import type { Policy } from "@/lib/policy/contract";

type Standing = Pick<Policy, "status" | "inForce"> & { current: Pick<Policy["current"], "version"> };

/** The version that the next publication would put in force; null when it would carry none. */
export const wantedVersion = (policy: Standing): number | null =>
  policy.status === "active" ? policy.current.version : null;

export type Change = { kind: "added" | "changed" | "removed"; from: number | null; to: number | null };

/** What publishing would do to this policy; null when nothing. */
export function pendingChange(policy: Standing): Change | null {
  const to = wantedVersion(policy);
  const from = policy.inForce;
  if (from === to) return null;
  return { kind: from === null ? "added" : to === null ? "removed" : "changed", from, to };
}

export function standingWords(policy: Standing): string {
  const change = pendingChange(policy);
  if (!change) return policy.inForce === null ? "Not in force" : `Version ${policy.inForce} in force`;
  if (change.kind === "added") return `Version ${change.to} waits to be published`;
  if (change.kind === "removed") return `Version ${change.from} in force until the next publication`;
  return `Version ${change.from} in force, ${change.to} waits`;
}

/** What a change means for the agents, said before it is published. */
export function effectOfChange(policy: Pick<Policy, "current">, change: Change): string {
  const { effect, checkpoint, mode } = policy.current;
  if (change.kind === "changed") return `Version ${change.from} is replaced by version ${change.to}.`;
  const added = change.kind === "added";
  if (mode === "observe") return added ? "Starts to record, forbids nothing." : "No longer records.";
  if (effect === "permit") return added ? "Permits what was denied before." : "Denies what only it permitted.";
  if (checkpoint) {
    return added
      ? `Holds calls for the rule ${checkpoint}.`
      : `Calls that it held for the rule ${checkpoint} go on without people where a permit applies.`;
  }
  return added ? "Forbids calls, whatever permits them." : "Calls that it forbade go on where a permit applies.";
}
