/** Everybody who could vote, at one moment, and through which identities. Pure. */
import type { Role } from "@/lib/shared/permissions";

/** An active person. */
export type PersonFacts = {
  id: string;
  name: string;
  roles: readonly Role[];
  teams: readonly string[];
  /** Keys of the teams whose agents alone they decide about; empty: of all agents. */
  units: readonly string[];
  passkey: boolean;
};
/** An API key in force, with who made it; null for one that was made on the command line. */
export type KeyFacts = { id: string; name: string; roles: readonly Role[]; makerId: string | null };
/** In force at the moment in question. */
export type AwayFacts = { until: Date; delegateId: string | null };

export type Electorate = {
  at: Date;
  /** Everybody who is active, whatever their roles. */
  active: ReadonlySet<string>;
  /** Those of them whose roles let them decide. */
  people: ReadonlyMap<string, PersonFacts>;
  keys: ReadonlyMap<string, KeyFacts>;
  away: ReadonlyMap<string, AwayFacts>;
};

/** A place in the organisation that a vote can rest on: one's own, or that of an absent person. */
export type Duty = {
  personId: string;
  name: string;
  roles: readonly Role[];
  teams: readonly string[];
  units: readonly string[];
  /** A key holds its role and nothing else: it is no owner, no member of a team, no named person. */
  key: boolean;
};

/** Somebody who votes: a person, or a key in the place of who made it. */
export type Voter = {
  id: string;
  name: string;
  /** Whose one vote this is. */
  personId: string;
  key: boolean;
  duties: readonly Duty[];
  /** Set while the person is away: until then whoever stands in decides. */
  awayUntil: Date | null;
};

/** Keys from the command line have no maker here, so all of them together are one. */
export const COMMAND_LINE = "command-line";

const dutyOf = ({ id, name, roles, teams, units }: PersonFacts): Duty => ({
  ...{ personId: id, name, roles, teams, units },
  key: false,
});

/** A person as they count now: for themselves unless away, and for whoever is away and named them. */
export function personVoter(all: Electorate, person: PersonFacts): Voter {
  const away = all.away.get(person.id) ?? null;
  const absent = away
    ? []
    : [...all.away].filter(([id, { delegateId }]) => delegateId === person.id && id !== person.id);
  return {
    id: person.id,
    name: person.name,
    personId: person.id,
    key: false,
    duties: away ? [] : [dutyOf(person), ...absent.flatMap(([id]) => dutiesOf(all, [id]))],
    awayUntil: away?.until ?? null,
  };
}

const dutiesOf = (all: Electorate, ids: readonly string[]): Duty[] =>
  ids.flatMap((id) => {
    const person = all.people.get(id);
    return person ? [dutyOf(person)] : [];
  });

/** A key as it counts now; null when its maker is no active person any more. */
export function keyVoter(all: Electorate, key: KeyFacts): Voter | null {
  if (key.makerId !== null && !all.active.has(key.makerId)) return null;
  const personId = key.makerId ?? COMMAND_LINE;
  const name = `API key ${key.name}`;
  const duty: Duty = { personId, name, roles: key.roles, teams: [], units: [], key: true };
  return { id: key.id, name, personId, key: true, duties: [duty], awayUntil: null };
}

export function voterById(all: Electorate, id: string): Voter | null {
  const person = all.people.get(id);
  if (person) return personVoter(all, person);
  const key = all.keys.get(id);
  return key ? keyVoter(all, key) : null;
}

export const everyPerson = (all: Electorate): Voter[] => [...all.people.values()].map((each) => personVoter(all, each));

/** Every identity: a person and their keys are several, of which one can take a seat. */
export const everyVoter = (all: Electorate): Voter[] => [
  ...everyPerson(all),
  ...[...all.keys.values()].flatMap((key) => keyVoter(all, key) ?? []),
];

/** Everybody once, able to do what any of their identities can: for asking whether stages can be met at all. */
export function everyoneOnce(voters: readonly Voter[]): Voter[] {
  const once = new Map<string, Voter>();
  for (const voter of voters) {
    const other = once.get(voter.personId);
    once.set(voter.personId, other ? { ...other, duties: [...other.duties, ...voter.duties] } : voter);
  }
  return [...once.values()];
}

export type RecordedVote = { userId: string; standsFor: readonly { id: string }[] };

/**
 * A vote that was cast, as it counts now: the voter and those they stood in for must still be active people, and what groups
 * they are in is looked up anew. An absence that began or ended since changes nothing: the vote was right when it was cast.
 */
export function recordedVoter(all: Electorate, { userId, standsFor }: RecordedVote): Voter | null {
  const person = all.people.get(userId);
  if (!person) return voterById(all, userId);
  const absent = standsFor.map(({ id }) => id);
  return { ...personVoter(all, person), duties: [dutyOf(person), ...dutiesOf(all, absent)], awayUntil: null };
}

/**
 * One person, one seat, through whichever identity: of two votes of a person the first counts, and a duty that its holder
 * took up themselves, or that somebody before took up for them, is nobody else's.
 */
export function oneSeatEach(votes: readonly Voter[]): Voter[] {
  const first = votes.filter((vote, at) => votes.findIndex(({ personId }) => personId === vote.personId) === at);
  const taken = new Set(first.map(({ personId }) => personId));
  return first.map((vote) => {
    const duties = vote.duties.filter((duty) => duty.personId === vote.personId || !taken.has(duty.personId));
    for (const duty of duties) taken.add(duty.personId);
    return { ...vote, duties };
  });
}
