/** Words for requests: their states, their ends, and what went wrong with a decision. Pure. */
import type { CallPeople } from "@/components/ui/call-line-model";
import type { Checkpoint, CheckpointStatus, CheckpointSummary } from "@/lib/checkpoints/contract";
import type { Problem } from "@/sdk/wire/protocol";

export const statusWords: Record<CheckpointStatus, string> = {
  pending: "Waiting",
  approved: "Approved",
  denied: "Denied",
  expired: "Expired",
  cancelled: "Withdrawn",
  redeemed: "Approved and released",
  lapsed: "Approved, not used in time",
  voided: "Voided",
};

/** What an ended request means for the call. */
export const endWords: Record<Exclude<CheckpointStatus, "pending">, string> = {
  approved: "The point has its permission and may release the call now.",
  denied: "The call does not happen; the agent was told.",
  expired: "Nobody decided in time, so the call does not happen.",
  cancelled: "The call was withdrawn before anybody decided.",
  redeemed: "The point has used its permission: exactly this call was let through, once.",
  lapsed: "It was approved, but the point did not use the permission in time; the call does not happen.",
  voided: "What was approved is void, because something that it rested on has changed; the call does not happen.",
};

export const isOpen = (status: CheckpointStatus): boolean => status === "pending";

type Counted = Pick<CheckpointSummary, "status" | "need" | "have">;

/** The people's station on the line of the call. */
export function peopleOf(request: Counted, names: readonly string[]): CallPeople {
  const states: Record<CheckpointStatus, CallPeople["status"]> = {
    pending: "pending",
    approved: "approved",
    redeemed: "approved",
    lapsed: "approved",
    denied: "denied",
    expired: "expired",
    cancelled: "cancelled",
    voided: "cancelled",
  };
  return { status: states[request.status], names, need: request.need, have: request.have };
}

/** Those who decided; while it waits, those who are asked. */
export function namesOn(request: Pick<Checkpoint, "status" | "votes" | "stages">): string[] {
  if (request.votes.length > 0) return request.votes.map((vote) => vote.userName);
  if (!isOpen(request.status)) return [];
  return request.stages.map((stage) => stage.title);
}

/** Why a decision was not taken, as a sentence each for what happened and what now. */
export function decisionProblem(problem: Problem): { title: string; detail: string } {
  const titles: Record<string, string> = {
    already_decided: "Somebody else was faster",
    digest_mismatch: "This is not what you were shown",
    expired: "Too late: it has expired",
    policy_changed: "The policy has changed since it was held",
    forbidden: "You cannot decide this",
    step_up_required: "A passkey is needed",
    step_up_refused: "The passkey was not accepted",
    step_up_cancelled: "The passkey did not answer",
    unauthenticated: "You are signed out",
    not_found: "It is not here any more",
    unreachable: "The console did not answer",
  };
  const now: Record<string, string> = {
    already_decided: "Your decision was not recorded. The page shows how it ended.",
    digest_mismatch: "Nothing was decided. Read what the page shows now.",
    expired: "Your decision was not recorded. It counts as denied.",
    policy_changed: "Nothing was approved. If the agent asks again, it is judged by the policy of today.",
    step_up_required: "Your decision was not recorded.",
    step_up_refused: "Your decision was not recorded.",
    step_up_cancelled: "Your decision was not recorded.",
    unauthenticated: "Your decision was not recorded. Sign in again; this page comes back.",
    unreachable:
      "Whether your decision arrived is not known. The page asks again: look at its state before you repeat it.",
  };
  return {
    title: titles[problem.code] ?? problem.title,
    detail: [
      problem.code === "unreachable" ? "" : problem.detail,
      now[problem.code] ?? "Your decision was not recorded.",
    ]
      .filter(Boolean)
      .join(" "),
  };
}

/** The most common reasons, each one press away: saying no must not be harder than saying yes. */
export const denyReasons = [
  "Not expected: nobody asked for this",
  "The target or recipient is wrong",
  "The amount or scope is too large",
  "Cannot be judged from what is shown",
] as const;
