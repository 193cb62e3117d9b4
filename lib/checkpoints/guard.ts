/** Whether a rule can be met at all, and if not, what is missing. Pure; the same seating as every decision. */
import { teamKey } from "@/lib/identity/rules";
import type { ApproverGroup, RuleTerms } from "@/lib/policy/rule-contract";
import { groupWords, type Names } from "@/lib/policy/rules";
import { type Electorate, everyoneOnce, everyVoter, type Voter } from "./electorate";
import { allMet, type ExclusionReason, filledStages, inStage, type Stage, type Subject } from "./rules";

/** An agent as the guard looks at it. */
export type GuardedAgent = {
  id: string;
  name: string;
  team: string;
  ownerId: string | null;
  backupOwnerId: string | null;
  teamId: string | null;
};

/** The stages at their widest: every further group has been asked. */
export const widest = (stages: RuleTerms["stages"]): Stage[] =>
  stages.map(({ title, need, from, escalation }) => ({
    title,
    need,
    from: [...from, ...escalation.flatMap((step) => step.from)],
  }));

/** Absences end, so they are left out: the guard asks whether a rule can ever be met by those who are here. */
const asIfNobodyWereAway = (all: Electorate): Electorate => ({ ...all, away: new Map() });

/** Why nobody could meet these stages; null when they can be met. */
export function shortfall(
  stages: readonly Stage[],
  voters: readonly Voter[],
  agent: Subject,
  words: Words,
): string | null {
  if (allMet(stages, filledStages(stages, voters, agent))) return null;
  for (const stage of stages) {
    const fitting = voters.filter((voter) => inStage(voter, stage, agent));
    const people = new Set(fitting.map(({ personId }) => personId)).size;
    if (people >= stage.need) continue;
    const missing = stage.from.flatMap((group) => whyEmpty(group, stage, voters, agent, words) ?? []);
    const reach = people === 0 ? "nobody can give" : `only ${people} can give`;
    return `Stage “${stage.title}” needs ${count(stage.need)}, which ${reach}${missing.length > 0 ? `: ${missing.join("; ")}` : ""}.`;
  }
  const need = stages.reduce((sum, stage) => sum + stage.need, 0);
  const people = new Set(
    voters.filter((voter) => stages.some((stage) => inStage(voter, stage, agent))).map(({ personId }) => personId),
  ).size;
  return `Its stages together need ${need} different people, because one person counts once; only ${people === need || people > need ? "some of them fit where they are needed" : `${people} can decide`}.`;
}

type Words = { names: Names; agent: { name: string; team: string } };
const count = (need: number): string => (need === 1 ? "1 approval" : `${need} approvals`);

function whyEmpty(
  group: ApproverGroup,
  stage: Stage,
  voters: readonly Voter[],
  agent: Subject,
  { names, agent: { name, team } }: Words,
): string | null {
  const only = { ...stage, from: [group] };
  const open = { ...agent, excluded: new Map<string, ExclusionReason>() };
  if (voters.some((voter) => inStage(voter, only, agent))) return null;
  if (voters.some((voter) => inStage(voter, only, open)))
    return `${groupWords(group, names)} may not decide by the rule's separation of duties`;
  switch (group.kind) {
    case "owner":
      return agent.ownerId ? `the owner of ${name} is no active person` : `${name} has no owner`;
    case "backup":
      return agent.backupOwnerId ? `the backup owner of ${name} is no active person` : `${name} has no backup owner`;
    case "ownerOrBackup":
      return `${name} has no active owner`;
    case "agentTeam":
      return agent.teamId ? `nobody active is in the team ${team}` : `there is no team named “${team}”`;
    case "team":
      return `nobody active is in ${groupWords(group, names)}`;
    case "role":
      return `nobody active has the role ${group.role}`;
    case "people":
      return "none of the named people is active";
  }
}

export type GuardInput = {
  terms: Pick<RuleTerms, "stages" | "separation" | "stepUp">;
  all: Electorate;
  agents: readonly GuardedAgent[];
  names: Names;
  /** Who wrote the policies that name the rule. */
  authors: readonly string[];
};

/** What stands against a rule: a sentence that refuses it, and the agents for which alone it could not be met. */
export type Guard = { refusal: string | null; unmet: { agentId: string; agentName: string; why: string }[] };

export function guardRule(input: GuardInput): Guard {
  const { terms, agents, names } = input;
  const here = asIfNobodyWereAway(input.all);
  // No key can answer for a passkey; a person can add one at any time, even for the request that asks for it.
  const voters = everyoneOnce(everyVoter(here).filter(({ key }) => !(terms.stepUp && key)));
  const stages = widest(terms.stages);
  const unmet = agents.flatMap((agent) => {
    const why = shortfall(stages, voters, subjectOfAgent(input, agent), { names, agent });
    return why ? [{ agentId: agent.id, agentName: agent.name, why }] : [];
  });
  if (agents.length > 0) return { refusal: unmet.length === agents.length ? (unmet[0]?.why ?? null) : null, unmet };
  const any = { id: "", name: "the agent", team: "", ...anyAgent(here) };
  const anywhere = voters.map((voter) => ({ ...voter, duties: voter.duties.map((duty) => ({ ...duty, units: [] })) }));
  return { refusal: shortfall(stages, anywhere, subjectOfAgent(input, any), { names, agent: any }), unmet: [] };
}

/** Without a single agent, the most favourable one is judged: two owners who hold nothing else where there are enough people. */
function anyAgent(all: Electorate): Pick<GuardedAgent, "ownerId" | "backupOwnerId" | "teamId"> {
  const plain = [...all.people.values()].sort((a, b) => a.roles.length - b.roles.length);
  const sizes = new Map<string, number>();
  for (const { teams } of plain) for (const id of teams) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  const [largest] = [...sizes].sort(([, a], [, b]) => b - a);
  return { ownerId: plain[0]?.id ?? null, backupOwnerId: plain[1]?.id ?? null, teamId: largest?.[0] ?? null };
}

function subjectOfAgent(
  { terms, authors }: GuardInput,
  agent: Pick<GuardedAgent, "team" | "ownerId" | "backupOwnerId" | "teamId">,
): Subject {
  const excluded = new Map<string, ExclusionReason>();
  if (terms.separation.policyAuthors) for (const id of authors) excluded.set(id, "policyAuthor");
  if (terms.separation.owners)
    for (const id of [agent.ownerId, agent.backupOwnerId]) if (id !== null) excluded.set(id, "owner");
  const { ownerId, backupOwnerId, teamId, team } = agent;
  return { ownerId, backupOwnerId, teamId, team: teamKey(team), excluded };
}
