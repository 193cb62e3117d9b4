/** Who counts, and when enough have agreed. Pure. */
import type { ApproverGroup, CheckpointStage } from "@/lib/policy/contract";
import type { Role } from "@/lib/shared/permissions";
import type { RiskTier } from "@/sdk/wire/words";

/** Somebody who could vote: an active person, or a program's API key (never an owner, only by its role). */
export type Voter = { id: string; name: string; roles: readonly Role[] };
export type Ownership = { ownerId: string | null; backupOwnerId: string | null };

export const inGroup = (voter: Voter, group: ApproverGroup, agent: Ownership): boolean => {
  switch (group.kind) {
    case "owner":
      return voter.id === agent.ownerId;
    case "backup":
      return voter.id === agent.backupOwnerId;
    case "ownerOrBackup":
      return voter.id === agent.ownerId || voter.id === agent.backupOwnerId;
    case "role":
      return voter.roles.includes(group.role);
    case "people":
      return group.ids.includes(voter.id);
  }
};

export const inStage = (voter: Voter, stage: CheckpointStage, agent: Ownership): boolean =>
  stage.from.some((group) => inGroup(voter, group, agent));

/** How many approvals each stage has, when every approver is counted in one stage only and as many places as possible are filled. */
export function filledStages(
  stages: readonly CheckpointStage[],
  approvers: readonly Voter[],
  agent: Ownership,
): number[] {
  const places = stages.flatMap((stage, index) => Array.from({ length: stage.need }, () => ({ stage, index })));
  const taken = new Array<Voter | undefined>(places.length);
  for (const voter of approvers) seat(voter, places, taken, agent, new Set());
  return stages.map((_, index) => places.filter((place, at) => place.index === index && taken[at]).length);
}

type Place = { stage: CheckpointStage; index: number };

/** Augmenting path: a voter may move one who sits already to another place that fits. */
function seat(
  voter: Voter,
  places: readonly Place[],
  taken: (Voter | undefined)[],
  agent: Ownership,
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

export const allMet = (stages: readonly CheckpointStage[], filled: readonly number[]): boolean =>
  stages.every((stage, index) => (filled[index] ?? 0) >= stage.need);

/**
 * Why this voter cannot decide; null when they can. Only someone whose approval would bring the request forward may
 * approve; whoever belongs to any stage may deny.
 */
export function cannotDecide(
  voter: Voter | null,
  stages: readonly CheckpointStage[],
  approvers: readonly Voter[],
  agent: Ownership,
): string | null {
  if (!voter) return "Only people and API keys of this organisation decide.";
  if (!stages.some((stage) => inStage(voter, stage, agent))) {
    return `This waits for ${stages.map((stage) => stage.title).join(" and ")}, and you belong to none of these.`;
  }
  if (approvers.some(({ id }) => id === voter.id)) return "You have approved it already; it waits for others.";
  return null;
}

/** All stages of all rules that were named, each once: whichever rule is strictest, it is met. */
export function combinedStages(rules: readonly { stages: readonly CheckpointStage[] }[]): CheckpointStage[] {
  const seen = new Map<string, CheckpointStage>();
  for (const stage of rules.flatMap((rule) => rule.stages)) {
    const key = JSON.stringify(stage.from);
    const other = seen.get(key);
    if (!other || other.need < stage.need) seen.set(key, stage);
  }
  return [...seen.values()];
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
