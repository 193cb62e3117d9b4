/** What the stages ask of an agent, and how the facts answer. Pure, browser-safe. */
import type { CredentialState } from "@/lib/credentials/contract";
import { needsTwoOwners } from "@/lib/inventory/rules";
import type { AgentIsolation } from "@/lib/isolation/contract";
import type { AgentStatus, Mode, OperationClass, RiskTier } from "@/sdk/wire/words";
import type { Requirement } from "./contract";
import { counted } from "./sentences";

/** Classes whose irreversible operations people must hold or policy deny. */
export const highRiskClasses: readonly OperationClass[] = [
  "data.write",
  "data.export",
  "money.move",
  "code.execute",
  "credential.use",
  "agent.delegate",
  "config.change",
];
/** Share of permitted calls whose outcome must be known. */
export const OUTCOME_SHARE = 0.99;

export type PointFacts = {
  id?: string;
  name: string;
  mode: Mode;
  connected: boolean;
  revision: number;
  /** It runs another than the one that is for it: a roll-out may have brought it one of its own. */
  behind?: boolean;
  /** Its last word, by the database's clock. */
  lastSeenAt?: Date | null;
};
export type SinkFacts = { name: string; fresh: boolean };
/** A sink that delivered, or had everything, within this time is fresh. */
export const FRESH_MINUTES = 15;

/** What tells the agent from every other, by the calls of the last seven days and by what people recorded. */
export type IdentityFacts = {
  /** Points whose key speaks for this agent alone, and with which it called. */
  own: readonly string[];
  /** Points through which its calls came, and which speak for others too. */
  open: readonly string[];
  /** Credentials elsewhere, as people recorded them. */
  recorded: readonly { name: string; state: Exclude<CredentialState, "ended"> }[];
};

export type AgentFacts = {
  id: string;
  name: string;
  riskTier: RiskTier;
  status: AgentStatus;
  /** Why it was stopped, as people or a detection said it. */
  stopReason?: string | null;
  owner: { name: string; active: boolean } | null;
  backupOwner: { name: string; active: boolean } | null;
  /** Of the last seven days. */
  calls: {
    seen: number;
    /** Permitted long enough ago for the outcome to be in. */
    permitted: number;
    /** Of these, with an outcome. */
    ended: number;
    /** Irreversible operations of the high-risk classes that it tried. */
    highRisk: number;
    /** Of these, allowed without people. */
    unheld: number;
  };
  /** Points through which it acts: its own, and those that its calls came through; if there are none, those open to all. */
  points: PointFacts[];
  /** Events that these points say they lost in the last 24 hours. */
  lost: number;
  /** Calls of the last 24 hours that telemetry reports and no point decided. */
  unmediated: number;
  /** The integrations that send tool calls to a SIEM or a file; fresh when they lately had everything, or delivered. */
  sinks: SinkFacts[];
  /** Newest bundle of the organisation; null when nothing was ever published. */
  newestRevision: number | null;
  identity: IdentityFacts;
  /** Its delegations to others and from them: those that wait for signatures, by name, and how many are signed. */
  delegations: { waiting: readonly string[]; signed: number };
  /** Why it must be isolated, what the last run of its canaries says, and its calls of the last seven days through a sandbox. */
  isolation: Pick<AgentIsolation, "state" | "why"> & { demands: readonly string[]; calls: number };
};

export type Verdict = Pick<Requirement, "state" | "why">;
export const met = (why: string): Verdict => ({ state: "met", why });
export const unmet = (why: string): Verdict => ({ state: "unmet", why });
export const unmeasured = (why: string): Verdict => ({ state: "unmeasured", why });

export function observe(facts: AgentFacts): Requirement[] {
  const at = { stage: "observe", built: true } as const;
  const edit = `/agents/${facts.id}/edit`;
  const two = needsTwoOwners(facts.riskTier);
  const stopped: Requirement = {
    ...at,
    id: "active",
    title: "The agent may act",
    ...unmet(`It is ${facts.status}: whatever else is true of it, it has no stage.${whyStopped(facts)}`),
    href: `/agents/${facts.id}`,
  };
  return [
    ...(facts.status === "active" ? [] : [stopped]),
    {
      ...at,
      id: "owner",
      title: two ? "Two named, active owners" : "A named, active owner",
      ...owners(facts, two),
      href: edit,
    },
    { ...at, id: "logged", title: "Its calls are logged", ...logged(facts), href: "/points/new" },
    { ...at, id: "outcomes", title: "What came of its calls is known", ...outcomes(facts), href: "/activity" },
    { ...at, id: "complete", title: "No call was missed", ...complete(facts), href: "/points" },
  ];
}

const whyStopped = ({ stopReason }: AgentFacts): string => (stopReason ? ` The reason given: ${stopReason}` : "");

function owners({ owner, backupOwner, riskTier }: AgentFacts, two: boolean): Verdict {
  if (!owner) return unmet("No owner is named.");
  if (!owner.active) return unmet(`${owner.name}, its owner, is no longer active.`);
  if (!two) return met(`${owner.name} answers for it.`);
  if (!backupOwner) return unmet(`Tier ${riskTier} needs two owners, and only ${owner.name} is named.`);
  if (!backupOwner.active) return unmet(`${backupOwner.name}, its backup owner, is no longer active.`);
  return met(`${owner.name} and ${backupOwner.name} answer for it.`);
}

const logged = ({ calls }: AgentFacts): Verdict =>
  calls.seen > 0
    ? met(`${counted(calls.seen, "call")} came through an enforcement point in the last 7 days.`)
    : unmet("No call of it came through an enforcement point in the last 7 days.");

function outcomes({ calls }: AgentFacts): Verdict {
  if (calls.seen === 0) return unmeasured("There were no calls in the last 7 days.");
  if (calls.permitted === 0) return met("No permitted call of the last 7 days owes an outcome yet.");
  const share = calls.ended / calls.permitted;
  const why = `The outcome of ${calls.ended} of ${calls.permitted} permitted calls of the last 7 days is known`;
  return share >= OUTCOME_SHARE ? met(`${why}.`) : unmet(`${why}; ${OUTCOME_SHARE * 100} % are needed.`);
}

function complete({ points, lost, unmediated, calls }: AgentFacts): Verdict {
  if (unmediated > 0) {
    const share = Math.floor((1000 * calls.seen) / (calls.seen + unmediated)) / 10;
    return unmet(
      `Telemetry reports ${counted(unmediated, "call")} of the last 24 hours that passed no enforcement point: beside the calls of 7 days, ${share} % came through one.`,
    );
  }
  if (points.length === 0 && calls.seen === 0) return unmeasured("No enforcement point serves it that could say so.");
  return lost === 0
    ? met("Its enforcement points state no loss in the last 24 hours.")
    : unmet(`Its enforcement points state ${counted(lost, "lost event")} in the last 24 hours.`);
}
