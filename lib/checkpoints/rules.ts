/** Who counts, and when enough have agreed. Pure. */

import type { ApproverGroup } from "@/lib/policy/rule-contract";
import type { RiskTier } from "@/sdk/wire/words";
import { type Duty, oneSeatEach, type Voter } from "./electorate";

/** What a request is about, as far as its groups go. */
export type Subject = {
  ownerId: string | null;
  backupOwnerId: string | null;
  /** The team of people that the agent's `team` names; null when there is none of this name. */
  teamId: string | null;
  /** The key of what the agent's `team` says; null for an agent that is gone. */
  team: string | null;
  /** Who may not decide, and why. */
  excluded: ReadonlyMap<string, ExclusionReason>;
};
export const exclusionReasons = ["owner", "onBehalfOf", "policyAuthor", "requester"] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** A stage at one moment: `from` are the groups that are asked by then. */
export type Stage = { title: string; need: number; from: readonly ApproverGroup[] };

/** Whoever is limited to some teams has no say about other agents, whatever group they are in. */
const within = ({ units }: Duty, { team }: Subject): boolean =>
  units.length === 0 || (team !== null && units.includes(team));

export function inGroup(duty: Duty, group: ApproverGroup, agent: Subject): boolean {
  if (group.kind === "role") return duty.roles.includes(group.role);
  if (duty.key) return false;
  switch (group.kind) {
    case "owner":
      return duty.personId === agent.ownerId;
    case "backup":
      return duty.personId === agent.backupOwnerId;
    case "ownerOrBackup":
      return duty.personId === agent.ownerId || duty.personId === agent.backupOwnerId;
    case "agentTeam":
      return agent.teamId !== null && duty.teams.includes(agent.teamId);
    case "team":
      return duty.teams.includes(group.id);
    case "people":
      return group.ids.includes(duty.personId);
  }
}

/** Through which duty a voter belongs to a stage: their own before one that they stand in for. Null: they do not. */
export function dutyIn(voter: Voter, stage: Stage, agent: Subject): Duty | null {
  if (agent.excluded.has(voter.personId)) return null;
  return (
    voter.duties.find(
      (duty) =>
        within(duty, agent) &&
        !agent.excluded.has(duty.personId) &&
        stage.from.some((group) => inGroup(duty, group, agent)),
    ) ?? null
  );
}

export const inStage = (voter: Voter, stage: Stage, agent: Subject): boolean => dutyIn(voter, stage, agent) !== null;

type Place = { stage: Stage; index: number };

/** Who sits where, when every person has one seat only and as many places as possible are filled. */
export function seatsOf(
  stages: readonly Stage[],
  approvers: readonly Voter[],
  agent: Subject,
): { index: number; voter: Voter }[] {
  const places = stages.flatMap((stage, index) => Array.from({ length: stage.need }, () => ({ stage, index })));
  const taken = new Array<Voter | undefined>(places.length);
  for (const voter of oneSeatEach(approvers)) seat(voter, places, taken, agent, new Set());
  return places.flatMap(({ index }, at) => {
    const voter = taken[at];
    return voter ? [{ index, voter }] : [];
  });
}

/** How many approvals each stage has. */
export function filledStages(stages: readonly Stage[], approvers: readonly Voter[], agent: Subject): number[] {
  const seats = seatsOf(stages, approvers, agent);
  return stages.map((_, index) => seats.filter((each) => each.index === index).length);
}

/** Augmenting path: a voter may move one who sits already to another place that fits. */
function seat(
  voter: Voter,
  places: readonly Place[],
  taken: (Voter | undefined)[],
  agent: Subject,
  tried: Set<number>,
): boolean {
  for (const [at, place] of places.entries()) {
    if (tried.has(at) || !inStage(voter, place.stage, agent)) continue;
    tried.add(at);
    const sitting = taken[at];
    if (!sitting || seat(sitting, places, taken, agent, tried)) {
      taken[at] = voter;
      return true;
    }
  }
  return false;
}

export const allMet = (stages: readonly Stage[], filled: readonly number[]): boolean =>
  stages.every((stage, index) => (filled[index] ?? 0) >= stage.need);

const exclusionWords: Record<ExclusionReason, string> = {
  owner: "owners of the agent do not decide its requests",
  onBehalfOf: "the person on whose behalf the agent calls does not decide",
  policyAuthor: "whoever wrote the policy that holds a call does not decide about it",
  requester: "whoever made the key that asks does not decide what it asks",
};

/** Why this voter cannot decide; null when they can. Whoever belongs to a stage may approve and deny, once. */
export function cannotDecide(
  voter: Voter | null,
  stages: readonly Stage[],
  approvers: readonly Voter[],
  agent: Subject,
): string | null {
  if (!voter) return "Only active people and API keys of this organisation decide.";
  const before = approvers.find(({ personId }) => personId === voter.personId);
  if (before?.id === voter.id) return "You have approved it already; it waits for others.";
  if (before) return `${before.name} has approved it already, and that counts as you: one person counts once.`;
  const excluded = agent.excluded.get(voter.personId);
  if (excluded) return `By its rule, ${exclusionWords[excluded]}, and that is you.`;
  if (voter.awayUntil)
    return `You are away until ${voter.awayUntil.toISOString()}, so you do not decide. End your absence in the settings first.`;
  const seated = oneSeatEach([...approvers, voter]).at(-1);
  if (seated && stages.some((stage) => inStage(seated, stage, agent))) return null;
  if (stages.some((stage) => inStage(voter, stage, agent)))
    return "You stand in for somebody whose vote has been cast already; it waits for others.";
  return `This waits for ${stages.map((stage) => stage.title).join(" and ")}, and you belong to none of these.`;
}

/** A grant is to be used at once; what is not redeemed by then lapses. */
export const GRANT_SECONDS = 300;
/** More open requests than this from one agent are a flood, not a question. */
export const MOST_OPEN_PER_AGENT = 50;

/** The tier of a request with content that nobody can read: never below high. */
export const raisedTier = (tier: RiskTier): RiskTier => (tier === "low" || tier === "medium" ? "high" : tier);

type Kind = { riskTier: string; reversibility: string; groupKey: string; stepUp: boolean; uninspectable: boolean };

/** Why these requests must be approved one by one; null when one confirmation may approve all of them. */
export function oneByOne(requests: readonly Kind[]): string | null {
  if (requests.some(({ riskTier }) => riskTier !== "low")) return "Only requests of low tier are approved together.";
  if (requests.some(({ reversibility }) => reversibility !== "reversible"))
    return "Only what can be undone is approved together.";
  if (requests.some(({ uninspectable }) => uninspectable))
    return "What holds content that nobody can read is approved by itself.";
  if (requests.some(({ stepUp }) => stepUp)) return "What asks for a passkey is approved by itself.";
  const [first] = requests;
  if (requests.some(({ groupKey }) => groupKey === "" || groupKey !== first?.groupKey))
    return "Only requests of one agent and one tool, with arguments of one shape, are approved together.";
  return null;
}

/** Long enough to read a request in peace; then the others need no longer believe it. */
export const CLAIM_SECONDS = 600;

export const noLaterThan = (wanted: Date, end: Date): Date => (wanted < end ? wanted : end);

/** What was handed over comes back to the giver while a quarter of the time that is left now remains. */
export const comesBackAt = (now: Date, end: Date): Date =>
  new Date(now.getTime() + Math.floor((end.getTime() - now.getTime()) * 0.75));
