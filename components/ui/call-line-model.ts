/** What the line of a tool call says at each of its stations. Pure: drawing is call-line.tsx. */
import type { EffectValue, Tone } from "./status";

export type Party = string | { name: string; href?: string; detail?: string };

export type CallDecision = { effect: EffectValue; code?: string; reason?: string };
export type CallPeople = {
  status: "pending" | "approved" | "denied" | "expired" | "cancelled";
  /** Those who decided, or who are asked while it is pending. */
  names: readonly string[];
  need: number;
  have: number;
};
export type CallOutcome = "succeeded" | "failed" | "unknown";

export type Call = { agent: Party; point: Party; decision: CallDecision; people?: CallPeople; outcome?: CallOutcome };

/** How the rail leaves a station: the call went on, waits, was stopped here, or nobody knows. */
export type Rail = "passed" | "waiting" | "stopped" | "unknown";

export type Station = {
  id: "agent" | "point" | "decision" | "people" | "outcome";
  caption: string;
  /** The station's own words. */
  words: string;
  detail?: string;
  href?: string;
  tone: Tone;
  /** False for what comes after a stop. */
  reached: boolean;
  /** Absent at the last station. */
  rail?: Rail;
  /** True where nobody was asked: the rail runs through without a mark. */
  through?: boolean;
};

const named = (party: Party) => (typeof party === "string" ? { name: party } : party);
const effectWords: Record<EffectValue, string> = { allow: "Allowed", hold: "Held", deny: "Denied", unknown: "Unknown" };
const peopleWords: Record<CallPeople["status"], string> = {
  pending: "Waiting",
  approved: "Approved",
  denied: "Refused",
  expired: "Nobody answered in time",
  cancelled: "Cancelled",
};
const peopleTone: Record<CallPeople["status"], Tone> = {
  pending: "hold",
  approved: "allow",
  denied: "deny",
  expired: "deny",
  cancelled: "neutral",
};

/** Always five stations in the same order; where no people were needed, theirs says so. */
export function stationsOf(call: Call): [Station, Station, Station, Station, Station] {
  const agent = named(call.agent);
  const point = named(call.point);
  const afterDecision = railAfterDecision(call);
  const afterPeople = railAfterPeople(call, afterDecision);
  const { effect, code, reason } = call.decision;
  return [
    {
      id: "agent",
      caption: "Agent",
      words: agent.name,
      detail: agent.detail,
      href: agent.href,
      tone: "neutral",
      reached: true,
      rail: "passed",
    },
    {
      id: "point",
      caption: "Enforcement point",
      words: point.name,
      detail: point.detail,
      href: point.href,
      tone: "neutral",
      reached: true,
      rail: "passed",
    },
    {
      id: "decision",
      caption: "Decision",
      words: effectWords[effect],
      detail: [code, reason].filter(Boolean).join(": ") || undefined,
      tone: effect,
      reached: true,
      rail: afterDecision,
    },
    peopleStation(call, afterDecision, afterPeople),
    outcomeStation(call.outcome, afterPeople),
  ];
}

function railAfterDecision({ decision, people }: Call): Rail {
  if (decision.effect === "allow") return "passed";
  if (decision.effect === "deny") return "stopped";
  // A held call does reach the people; without word of them, whether it did is not known.
  if (decision.effect === "hold") return people ? "passed" : "waiting";
  return "unknown";
}

function railAfterPeople({ people }: Call, before: Rail): Rail {
  if (before !== "passed" || !people) return before;
  if (people.status === "pending") return "waiting";
  return people.status === "approved" ? "passed" : "stopped";
}

function peopleStation({ people, decision }: Call, before: Rail, after: Rail): Station {
  const base = { id: "people", caption: "People", rail: after } as const;
  if (!people) {
    const words =
      before === "stopped"
        ? "Not asked"
        : decision.effect === "hold"
          ? "Being asked"
          : before === "unknown"
            ? "Unknown"
            : "Not needed";
    return { ...base, words, tone: "neutral", reached: before === "passed" || before === "waiting", through: true };
  }
  const share = people.need > 1 || people.status === "pending" ? `${people.have} of ${people.need}` : "";
  return {
    ...base,
    words: [peopleWords[people.status], share].filter(Boolean).join(", "),
    detail: people.names.join(", ") || undefined,
    tone: peopleTone[people.status],
    reached: true,
  };
}

function outcomeStation(outcome: CallOutcome | undefined, before: Rail): Station {
  const base = { id: "outcome", caption: "Outcome" } as const;
  if (before === "stopped") return { ...base, words: "Not run", tone: "neutral", reached: false };
  if (before === "waiting") return { ...base, words: "Waiting", tone: "neutral", reached: false };
  if (outcome === "succeeded") return { ...base, words: "Succeeded", tone: "allow", reached: true };
  if (outcome === "failed") return { ...base, words: "Failed", tone: "deny", reached: true };
  const words = outcome === "unknown" || before === "unknown" ? "Unknown" : "Not reported yet";
  return { ...base, words, tone: "unknown", reached: outcome === "unknown" };
}

/** The whole line as one sentence, for a title or a screen reader. */
export const sentenceOf = (stations: readonly Station[]): string =>
  stations.map((station) => `${station.caption}: ${station.words}`).join(". ");
