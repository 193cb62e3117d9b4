/** Decisions in words, and a call as the line that is drawn of it. Pure. */
import type { z } from "zod";
import type { CallLineProps } from "@/components/ui/call-line";
import type { Call, Mediation } from "@/lib/activity/contract";
import type { CheckpointStatus } from "@/lib/checkpoints/contract";
import type { DecisionCode } from "@/sdk/wire/decision";

/** Why a decision fell as it did, for filters and headings; the exact sentence is the call's own reason. */
export const codeWords: Record<z.output<typeof DecisionCode>, string> = {
  permitted: "Permitted by policy",
  forbidden: "Forbidden by policy",
  checkpoint_required: "People must agree",
  delegation_unsigned: "A delegation is not signed off",
  delegation_refused: "The chain of agents is refused",
  no_permit: "No policy permits it",
  no_bundle: "Point had no policy yet",
  lease_expired: "Point lost contact for too long",
  unknown_agent: "Agent not registered",
  agent_suspended: "Agent suspended",
  agent_killed: "Agent killed",
  agent_retired: "Agent retired",
  revoked: "Stopped by an order",
  unknown_tool: "Tool not approved",
  tool_pin_changed: "Tool definition changed",
  arguments_invalid: "Arguments do not fit the tool",
  arguments_unrepresentable: "Arguments cannot be judged",
  evaluation_error: "Policy could not be evaluated",
  holds_paused: "Asked people too often",
  checkpoint_unavailable: "People could not be asked",
  checkpoint_denied: "People refused",
  checkpoint_expired: "Nobody answered in time",
  checkpoint_cancelled: "Request cancelled",
  outcome_unknown: "Nobody knows whether it ran before",
  grant_refused: "Approval no longer valid",
  spool_full: "Point could not record it",
};

/** In place of a decision, for what telemetry reports. */
export const noDecisionWords: Record<Mediation, string> = {
  waiting: "Decision looked for",
  decided: "Decision gone",
  part: "Part of another call",
  unmediated: "No decision",
};

/** Of what a file says: nothing here saw it. */
export const importedWords = { none: "No decision stated", point: "Not known: imported", decision: "As the file says" };

/** The point's station of the line, where telemetry tells of the call. */
const pointWords: Record<Mediation, string> = {
  waiting: "Not known yet",
  decided: "A point, by its own record",
  part: "As of the whole call",
  unmediated: "None",
};

type People = NonNullable<CallLineProps["people"]>;

/** A void approval let nothing through; one that lapsed was given all the same. */
const peopleStatus: Record<CheckpointStatus, People["status"]> = {
  pending: "pending",
  approved: "approved",
  redeemed: "approved",
  lapsed: "approved",
  denied: "denied",
  expired: "expired",
  cancelled: "cancelled",
  voided: "cancelled",
};

/** How many agreed and who they are: known only where the checkpoint itself was read. */
export type Voters = Pick<People, "names" | "need" | "have">;

export function lineOf(call: Call, voters?: Voters): CallLineProps {
  return {
    agent: { name: call.agentName, href: `/agents/${encodeURIComponent(call.agentId)}` },
    point: { name: pointOf(call) },
    decision: decisionOf(call),
    people: peopleOf(call.checkpointStatus, voters),
    outcome: call.outcome ?? undefined,
  };
}

function pointOf({ source, mediation, pepName, pepId }: Call): string {
  if (source === "import") return importedWords.point;
  return mediation === null ? (pepName ?? pepId) : pointWords[mediation];
}

/** Refused by people, it was held first: the line shows where it stopped, which is at the people and not before them. */
function decisionOf({ source, effect, code, checkpointId, mediation }: Call): CallLineProps["decision"] {
  if (source === "import")
    return effect === null
      ? { effect: "unknown", code: importedWords.none }
      : { effect, code: code === null ? importedWords.decision : codeWords[code] };
  if (effect === null || code === null) return { effect: "unknown", code: noDecisionWords[mediation ?? "waiting"] };
  const byPeople = checkpointId !== null && stoppedAfterHold.includes(code);
  return byPeople ? { effect: "hold", code: codeWords.checkpoint_required } : { effect, code: codeWords[code] };
}

const stoppedAfterHold: readonly NonNullable<Call["code"]>[] = [
  "checkpoint_denied",
  "checkpoint_expired",
  "checkpoint_cancelled",
];

/** Without the checkpoint at hand a waiting one is drawn without numbers, rather than with numbers that nobody counted. */
function peopleOf(status: string | null, voters: Voters | undefined): People | undefined {
  if (status === null || !isKnown(status)) return undefined;
  const known = peopleStatus[status];
  if (voters) return { status: known, ...voters };
  if (known === "pending") return undefined;
  return { status: known, names: [], need: 1, have: known === "approved" ? 1 : 0 };
}

const isKnown = (status: string): status is CheckpointStatus => Object.hasOwn(peopleStatus, status);

/** 12,345 ns as people read it. */
export function decisionTime(ns: number | null): string {
  if (ns === null) return "not measured";
  if (ns < 1_000) return `${ns} ns`;
  if (ns < 1_000_000) return `${(ns / 1_000).toFixed(1)} µs`;
  return `${(ns / 1_000_000).toFixed(1)} ms`;
}
