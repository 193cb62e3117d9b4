/** Whether "Approve" may be pressed, and if not, why. The server decides again; this keeps people from pressing too early. */
import type { Checkpoint } from "@/lib/checkpoints/contract";

export type Gate = {
  request: Pick<Checkpoint, "status" | "cannotDecide" | "riskTier">;
  /** Null when the page could read the action; otherwise why not. */
  unreadable: string | null;
  /** Where the page's own records contradict the action. */
  disagreements: readonly string[];
  digest: "checking" | "matches" | "differs" | "unavailable";
  parts: number;
  opened: number;
  /** The content has stood still for a second. */
  armed: boolean;
};

/** A reason that stays until something is done about it; null when only the moment is missing or nothing is. */
export function approveRefusal(gate: Gate): string | null {
  const { request, unreadable, disagreements, digest, parts, opened } = gate;
  if (request.cannotDecide) return request.cannotDecide;
  if (unreadable) return `The action cannot be shown: ${unreadable}. What cannot be read cannot be approved.`;
  if (disagreements.length > 0) return `The action and the console's records differ in: ${disagreements.join("; ")}.`;
  if (digest === "differs") return "What is shown does not have the digest that it claims.";
  const high = request.riskTier === "high" || request.riskTier === "critical";
  if (high && opened < parts) {
    return opened === 0
      ? "The arguments are cut. At this risk tier all of them must be opened first."
      : `Open all parts of the arguments first: ${opened} of ${parts} are open.`;
  }
  return null;
}

export const mayApprove = (gate: Gate): boolean =>
  gate.armed && gate.digest !== "checking" && approveRefusal(gate) === null;

/** Denying needs no look at the content, so only authority stands in its way. */
export const mayDeny = (request: Gate["request"]): boolean => request.cannotDecide === null;
