/** The people of one request, as its page shows them: who could decide, who has, for whom, and who may not. */
import type { Ctx } from "@/lib/db/ctx";
import { idPrefixes } from "@/lib/shared/ids";
import type { Checkpoint } from "./contract";
import { type Electorate, everyVoter, type Voter } from "./electorate";
import type { Vote } from "./people-contract";
import { approversOf, type Row, recordedOf, StandsFor, stagesOf } from "./rows";
import { dutyIn, filledStages, inStage, type Stage, type Subject, seatsOf } from "./rules";
import { StandingTerms } from "./standing-contract";

const MOST_CANDIDATES = 50;

/** The name of the absent person for whom a voter belongs to a stage; null when it is for themselves. */
export function standInFor(voter: Voter, stage: Stage, agent: Subject): string | null {
  const duty = dutyIn(voter, stage, agent);
  return duty && duty.personId !== voter.personId ? duty.name : null;
}

export const candidatesOf = (all: Electorate, stage: Stage, agent: Subject) =>
  everyVoter(all)
    .filter((voter) => inStage(voter, stage, agent))
    .slice(0, MOST_CANDIDATES)
    .map((voter) => ({
      id: voter.id,
      name: voter.name,
      key: voter.key,
      standsFor: standInFor(voter, stage, agent),
    }));

export function shownStages(row: Row, all: Electorate, stages: readonly Stage[], agent: Subject) {
  const filled = filledStages(stages, approversOf(row, all), agent);
  const asked = stagesOf(row);
  return stages.map((stage, index): Checkpoint["stages"][number] => ({
    title: stage.title,
    need: stage.need,
    from: [...stage.from],
    later: (asked[index]?.later ?? []).filter(({ at }) => new Date(at) > all.at),
    have: filled[index] ?? 0,
    candidates: candidatesOf(all, stage, agent),
  }));
}

export function shownVotes(
  row: Row,
  all: Electorate,
  stages: readonly Stage[],
  agent: Subject,
  notes: boolean,
): Vote[] {
  const seats = seatsOf(stages, approversOf(row, all), agent);
  const countsFor = (vote: Row["decisions"][number]): string | null => {
    const seat = seats.find(({ voter }) => voter.id === vote.userId);
    const stage = seat && stages[seat.index];
    if (seat && stage) return standInFor(seat.voter, stage, agent);
    const voter = recordedOf(all, vote);
    const own = voter && { ...voter, duties: voter.duties.filter((duty) => duty.personId === voter.personId) };
    if (own && stages.some((each) => inStage(own, each, agent))) return null;
    return StandsFor.parse(vote.standsFor)[0]?.name ?? null;
  };
  return row.decisions.map((vote) => ({
    userId: vote.userId,
    userName: vote.userName,
    verdict: vote.verdict === "approve" ? "approve" : "deny",
    reason: vote.reason,
    note: notes ? vote.note : null,
    at: vote.at.toISOString(),
    stepUp: vote.stepUp !== null,
    standing: vote.standing === null ? null : StandingTerms.parse(vote.standing),
    key: vote.userId.startsWith(`${idPrefixes.apiKey}_`),
    standsFor: countsFor(vote),
  }));
}

/** Names of the people and teams that the request's groups and exclusions name. */
export async function namedIn(ctx: Ctx, row: Row, agent: Subject): Promise<Checkpoint["named"]> {
  const groups = stagesOf(row).flatMap(({ from, later }) => [...from, ...later.flatMap((step) => step.from)]);
  const people = groups.flatMap((group) => (group.kind === "people" ? group.ids : []));
  const teams = groups.flatMap((group) => (group.kind === "team" ? [group.id] : []));
  const select = { id: true, name: true };
  const of = (ids: string[]) => ({ where: { orgId: ctx.orgId, id: { in: ids } }, select });
  const ids = [...people, ...agent.excluded.keys()];
  const [byPerson, byTeam] = await Promise.all([
    ids.length > 0 ? ctx.db.user.findMany(of(ids)) : [],
    teams.length > 0 ? ctx.db.team.findMany(of(teams)) : [],
  ]);
  return [...byPerson, ...byTeam];
}
