import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "@/lib/shared/permissions";
import {
  type AwayFacts,
  type Electorate,
  everyoneOnce,
  everyVoter,
  personVoter,
  recordedVoter,
  type Voter,
  voterById,
} from "./electorate";
import { allMet, cannotDecide, filledStages, inStage, type Stage, type Subject, seatsOf } from "./rules";

const agent: Subject = {
  ownerId: "usr_owner",
  backupOwnerId: "usr_backup",
  teamId: "tem_own",
  team: "payments",
  excluded: new Map(),
};
const none: Subject = { ownerId: null, backupOwnerId: null, teamId: null, team: null, excluded: new Map() };

type Given = { id: string; roles?: Role[]; teams?: string[]; units?: string[] };
function electorate(
  people: Given[],
  away: Record<string, AwayFacts> = {},
  keys: { id: string; roles: Role[]; makerId: string | null }[] = [],
): Electorate {
  const facts = people.map(({ id, roles = [], teams = [], units = [] }) => ({
    ...{ id, name: id, roles, teams, units },
    passkey: false,
  }));
  return {
    at: new Date("2026-12-01T00:00:00Z"),
    active: new Set(people.map(({ id }) => id)),
    people: new Map(facts.map((each) => [each.id, each])),
    keys: new Map(keys.map((key) => [key.id, { ...key, name: key.id }])),
    away: new Map(Object.entries(away)),
  };
}
const voter = (id: string, ...roles: Role[]): Voter => {
  const all = electorate([{ id, roles }]);
  const [person] = everyVoter(all);
  if (!person) throw new Error("no voter");
  return person;
};
const here = (all: Electorate, id: string): Voter => {
  const found = voterById(all, id);
  if (!found) throw new Error(`${id} is no voter`);
  return found;
};

const owner = voter("usr_owner", "owner");
const security = voter("usr_sec", "security");
const both = voter("usr_owner", "owner", "security");
const stranger = voter("usr_x", "executive");
const byOwner: Stage = { title: "the owner", need: 1, from: [{ kind: "owner" }] };
const bySecurity: Stage = { title: "security", need: 1, from: [{ kind: "role", role: "security" }] };
const until = new Date("2026-12-24T00:00:00Z");

const met = (stages: Stage[], voters: Voter[], subject = agent) =>
  allMet(stages, filledStages(stages, voters, subject));

describe("stages of a checkpoint", () => {
  test("nobody's approval meets nothing", () => expect(met([byOwner], [])).toBe(false));
  test("a stranger's approval counts nowhere", () => expect(met([byOwner], [stranger])).toBe(false));
  test("one person in two groups counts once", () => expect(met([byOwner, bySecurity], [both])).toBe(false));
  test("two stages need two people", () => expect(met([byOwner, bySecurity], [owner, security])).toBe(true));
  test("who came first gives up a place that only the other can fill", () =>
    expect(met([bySecurity, byOwner], [both, security])).toBe(true));
  test("n of m counts distinct people", () => {
    const two: Stage = { ...bySecurity, need: 2 };
    expect(met([two], [security])).toBe(false);
    expect(met([two], [security, security])).toBe(false);
    expect(met([two], [security, voter("usr_sec2", "security")])).toBe(true);
  });
  test("an agent without an owner satisfies no owner stage", () => expect(met([byOwner], [owner], none)).toBe(false));
  test("a team is its members, and the agent's own team is the one it names", () => {
    const all = electorate([
      { id: "usr_a", teams: ["tem_own"] },
      { id: "usr_b", teams: ["tem_other"] },
    ]);
    const own: Stage = { title: "own", need: 1, from: [{ kind: "agentTeam" }] };
    const other: Stage = { title: "other", need: 1, from: [{ kind: "team", id: "tem_other" }] };
    expect(met([own], [here(all, "usr_b")])).toBe(false);
    expect(met([own], [here(all, "usr_a")])).toBe(true);
    expect(met([own], [here(all, "usr_a")], none)).toBe(false);
    expect(met([other], [here(all, "usr_b")])).toBe(true);
  });
});

describe("whoever is limited to some teams", () => {
  const all = electorate([
    { id: "usr_in", roles: ["security"], units: ["payments"] },
    { id: "usr_out", roles: ["security"], units: ["marketing"] },
    { id: "usr_owner", roles: ["owner"], units: ["marketing"] },
  ]);
  test("counts for agents of these alone, as an owner and by name too, and for none that is gone", () => {
    expect(met([bySecurity], [here(all, "usr_in")])).toBe(true);
    expect(met([bySecurity], [here(all, "usr_out")])).toBe(false);
    expect(met([byOwner], [here(all, "usr_owner")])).toBe(false);
    const named: Stage = { title: "named", need: 1, from: [{ kind: "people", ids: ["usr_out"] }] };
    expect(met([named], [here(all, "usr_out")])).toBe(false);
    expect(met([bySecurity], [here(all, "usr_in")], none)).toBe(false);
  });
  test("is told that it is not theirs, and is asked nothing by standing in", () => {
    expect(cannotDecide(here(all, "usr_out"), [bySecurity], [], agent)).toMatch(/you belong to none/);
    const away = { until, delegateId: "usr_stand" };
    const standing = electorate(
      [
        { id: "usr_out", roles: ["security"], units: ["marketing"] },
        { id: "usr_stand", roles: ["approver"] },
      ],
      { usr_out: away },
    );
    expect(met([bySecurity], [here(standing, "usr_stand")])).toBe(false);
  });
});

describe("keys", () => {
  const all = electorate([{ id: "usr_a", roles: ["admin"] }], {}, [
    { id: "key_a", roles: ["security"], makerId: "usr_a" },
    { id: "key_gone", roles: ["security"], makerId: "usr_gone" },
    { id: "key_cli", roles: ["security"], makerId: null },
    { id: "key_cli2", roles: ["security"], makerId: null },
  ]);
  const two: Stage = {
    ...bySecurity,
    need: 2,
    from: [
      { kind: "role", role: "security" },
      { kind: "role", role: "admin" },
    ],
  };
  test("a key counts by its role", () => expect(met([bySecurity], [here(all, "key_a")])).toBe(true));
  test("a person and their key are one", () => {
    expect(met([two], [here(all, "usr_a"), here(all, "key_a")])).toBe(false);
    expect(cannotDecide(here(all, "key_a"), [two], [here(all, "usr_a")], agent)).toMatch(/one person counts once/);
  });
  test("a key whose maker has left is no voter", () => expect(voterById(all, "key_gone")).toBeNull());
  test("all keys of the command line are one", () => {
    expect(met([two], [here(all, "key_cli"), here(all, "key_cli2")])).toBe(false);
    expect(met([two], [here(all, "key_cli"), here(all, "key_a")])).toBe(true);
  });
  test("a key is no owner, no member of a team and no named person, whoever made it", () => {
    const mine = { ...agent, ownerId: "usr_a" };
    const named: Stage = { title: "Ada", need: 1, from: [{ kind: "people", ids: ["usr_a", "key_a"] }] };
    expect(met([byOwner], [here(all, "key_a")], mine)).toBe(false);
    expect(met([named], [here(all, "key_a")])).toBe(false);
  });
});

describe("separation of duties", () => {
  const shut: Subject = { ...agent, excluded: new Map([["usr_owner", "onBehalfOf"]]) };
  test("whoever is excluded counts nowhere and is told why", () => {
    expect(met([byOwner], [owner], shut)).toBe(false);
    expect(cannotDecide(owner, [byOwner], [], shut)).toMatch(/on whose behalf/);
  });
  test("nobody stands in for the excluded, and the excluded stand in for nobody", () => {
    const forOwner = electorate([{ id: "usr_owner" }, { id: "usr_b" }], { usr_owner: { until, delegateId: "usr_b" } });
    expect(met([byOwner], [here(forOwner, "usr_b")], shut)).toBe(false);
    const byExcluded = electorate([{ id: "usr_backup" }, { id: "usr_owner" }], {
      usr_backup: { until, delegateId: "usr_owner" },
    });
    const backup: Stage = { title: "backup", need: 1, from: [{ kind: "backup" }] };
    expect(met([backup], [here(byExcluded, "usr_owner")], shut)).toBe(false);
  });
});

describe("absence", () => {
  const away = { usr_owner: { until, delegateId: "usr_b" } };
  const all = electorate([{ id: "usr_owner" }, { id: "usr_b", roles: ["security"] }, { id: "usr_c" }], away);
  test("the absent do not decide and are told until when", () =>
    expect(cannotDecide(here(all, "usr_owner"), [byOwner], [], agent)).toMatch(/away until 2026-12-24/));
  test("the delegate counts in their place", () => expect(met([byOwner], [here(all, "usr_b")])).toBe(true));
  test("nobody else does", () => expect(met([byOwner], [here(all, "usr_c")])).toBe(false));
  test("the delegate has one seat, for themselves or for the absent", () =>
    expect(met([byOwner, bySecurity], [here(all, "usr_b")])).toBe(false));
  test("standing in goes one step and no further", () => {
    const chain = electorate([{ id: "usr_owner" }, { id: "usr_b" }, { id: "usr_c" }], {
      ...away,
      usr_b: { until, delegateId: "usr_c" },
    });
    expect(met([byOwner], everyVoter(chain))).toBe(false);
  });
  test("nobody stands in for somebody who has left", () => {
    const left = electorate([{ id: "usr_b" }], away);
    expect(met([byOwner], [here(left, "usr_b")])).toBe(false);
  });
  test("who voted before going away has used the place that the delegate would take", () => {
    const two: Stage = { title: "two", need: 2, from: [{ kind: "owner" }, { kind: "backup" }] };
    const voted = recordedVoter(all, { userId: "usr_owner", standsFor: [] });
    if (!voted) throw new Error("the vote is gone");
    expect(met([two], [voted, here(all, "usr_b")])).toBe(false);
    expect(cannotDecide(here(all, "usr_b"), [two], [voted], agent)).toMatch(/cast already/);
  });
  test("a vote that stood in for somebody stands after their return, and falls when they leave", () => {
    const back = electorate([{ id: "usr_owner" }, { id: "usr_b" }]);
    const gone = electorate([{ id: "usr_b" }]);
    const vote = { userId: "usr_b", standsFor: [{ id: "usr_owner" }] };
    expect(met([byOwner], [recordedVoter(back, vote) ?? stranger])).toBe(true);
    expect(met([byOwner], [recordedVoter(gone, vote) ?? stranger])).toBe(false);
  });
});

describe("who may decide", () => {
  test("nobody who belongs to no stage", () =>
    expect(cannotDecide(stranger, [byOwner], [], agent)).toMatch(/belong to none/));
  test("nobody twice", () => expect(cannotDecide(owner, [byOwner, bySecurity], [owner], agent)).toMatch(/already/));
  test("no machine that is not a voter", () => expect(cannotDecide(null, [byOwner], [], agent)).toMatch(/Only active/));
  test("the owner for an owner stage", () => expect(cannotDecide(owner, [byOwner], [], agent)).toBeNull());
});

describe("whatever the organisation", () => {
  const ids = ["usr_owner", "usr_backup", "usr_a", "usr_b", "usr_c"];
  const id = fc.constantFrom(...ids);
  const role = fc.constantFrom<Role>("admin", "security", "approver");
  const team = fc.constantFrom("tem_own", "tem_other");
  const group = fc.oneof(
    fc.constantFrom({ kind: "owner" as const }, { kind: "backup" as const }, { kind: "agentTeam" as const }),
    role.map((each) => ({ kind: "role" as const, role: each })),
    team.map((each) => ({ kind: "team" as const, id: each })),
    fc.array(id, { minLength: 1, maxLength: 3 }).map((each) => ({ kind: "people" as const, ids: each })),
  );
  const stage: fc.Arbitrary<Stage> = fc.record({
    title: fc.constant("stage"),
    need: fc.integer({ min: 1, max: 3 }),
    from: fc.array(group, { minLength: 1, maxLength: 3 }),
  });
  const organisation = fc
    .record({
      people: fc.array(
        fc.record({ id, roles: fc.array(role, { maxLength: 2 }), teams: fc.array(team, { maxLength: 2 }) }),
      ),
      away: fc.dictionary(id, fc.record({ until: fc.constant(until), delegateId: fc.option(id) })),
      keys: fc.array(
        fc.record({ id: fc.constantFrom("key_1", "key_2", "key_3"), roles: fc.tuple(role), makerId: fc.option(id) }),
      ),
    })
    .map(({ people, away, keys }) => electorate(people, away, keys));
  const subject = fc
    .subarray(ids)
    .map((out): Subject => ({ ...agent, excluded: new Map(out.map((each) => [each, "owner" as const])) }));
  const votes = (all: Electorate, order: number[]): Voter[] => {
    const voters = everyVoter(all);
    return order.flatMap((at) => voters[at % Math.max(1, voters.length)] ?? []);
  };
  const order = fc.array(fc.nat(20), { maxLength: 12 });
  const stages = fc.array(stage, { minLength: 1, maxLength: 3 });

  test("one person has one seat, whatever identities and whomever they stand in for", () =>
    fc.assert(
      fc.property(organisation, stages, subject, order, (all, given, about, sequence) => {
        const seats = seatsOf(given, votes(all, sequence), about);
        const people = seats.map(({ voter: each }) => each.personId);
        expect(new Set(people).size).toBe(people.length);
      }),
    ));
  test("a delegate never adds a seat: never more seats than people who are here or stood in for, each once", () =>
    fc.assert(
      fc.property(organisation, stages, subject, order, (all, given, about, sequence) => {
        const present: Electorate = { ...all, away: new Map() };
        const full = seatsOf(given, everyoneOnce(everyVoter(present)), about).length;
        expect(seatsOf(given, votes(all, sequence), about).length).toBeLessThanOrEqual(full);
      }),
    ));
  test("nobody who is excluded ever sits", () =>
    fc.assert(
      fc.property(organisation, stages, subject, order, (all, given, about, sequence) => {
        for (const { voter: each } of seatsOf(given, votes(all, sequence), about))
          expect(about.excluded.has(each.personId)).toBe(false);
      }),
    ));
  test("whoever may decide belongs to a stage, and further groups only ever add candidates", () =>
    fc.assert(
      fc.property(organisation, stages, subject, group, (all, given, about, more) => {
        const wider = given.map((each) => ({ ...each, from: [...each.from, more] }));
        for (const each of everyVoter(all)) {
          const may = cannotDecide(each, given, [], about) === null;
          expect(may).toBe(given.some((one) => inStage(each, one, about)));
          if (may) expect(cannotDecide(each, wider, [], about)).toBeNull();
        }
        const everyone = everyoneOnce(everyVoter(all));
        expect(seatsOf(wider, everyone, about).length).toBeGreaterThanOrEqual(seatsOf(given, everyone, about).length);
      }),
    ));
  test("the absent never decide", () =>
    fc.assert(
      fc.property(organisation, stages, subject, (all, given, about) => {
        for (const away of all.away.keys()) {
          const person = all.people.get(away);
          if (person) expect(cannotDecide(personVoter(all, person), given, [], about)).not.toBeNull();
        }
      }),
    ));
});
