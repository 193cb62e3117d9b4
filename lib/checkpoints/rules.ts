/** Who counts, and when enough have agreed. Pure. */
import type { ApproverGroup, CheckpointStage } from "@/lib/policy/contract";
import type { Role } from "@/lib/shared/permissions";

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
