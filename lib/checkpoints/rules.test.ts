import { describe, expect, test } from "vitest";
import type { CheckpointStage } from "@/lib/policy/contract";
import { allMet, cannotDecide, combinedStages, filledStages, type Voter } from "./rules";

const agent = { ownerId: "usr_owner", backupOwnerId: "usr_backup" };
const owner: Voter = { id: "usr_owner", name: "Olga", roles: ["owner"] };
const security: Voter = { id: "usr_sec", name: "Sam", roles: ["security"] };
const both: Voter = { id: "usr_owner", name: "Olga", roles: ["owner", "security"] };
const stranger: Voter = { id: "usr_x", name: "Xena", roles: ["executive"] };

const byOwner: CheckpointStage = { title: "the owner", need: 1, from: [{ kind: "owner" }] };
const bySecurity: CheckpointStage = { title: "security", need: 1, from: [{ kind: "role", role: "security" }] };

const met = (stages: CheckpointStage[], voters: Voter[]) => allMet(stages, filledStages(stages, voters, agent));

describe("stages of a checkpoint", () => {
  test("nobody's approval meets nothing", () => expect(met([byOwner], [])).toBe(false));
  test("a stranger's approval counts nowhere", () => expect(met([byOwner], [stranger])).toBe(false));
  test("one person in two groups counts once", () => expect(met([byOwner, bySecurity], [both])).toBe(false));
  test("two stages need two people", () => expect(met([byOwner, bySecurity], [owner, security])).toBe(true));
  test("who came first gives up a place that only the other can fill", () =>
    expect(met([bySecurity, byOwner], [both, security])).toBe(true));
  test("n of m counts distinct people", () => {
    const two: CheckpointStage = { title: "two of security", need: 2, from: [{ kind: "role", role: "security" }] };
    expect(met([two], [security])).toBe(false);
    expect(met([two], [security, { ...security, id: "usr_sec2" }])).toBe(true);
  });
  test("an agent without an owner satisfies no owner stage", () =>
    expect(allMet([byOwner], filledStages([byOwner], [owner], { ownerId: null, backupOwnerId: null }))).toBe(false));
  test("identical stages of two rules are one, at the greater number", () =>
    expect(combinedStages([{ stages: [byOwner] }, { stages: [{ ...byOwner, need: 2 }] }])).toEqual([
      { ...byOwner, need: 2 },
    ]));
});

describe("who may decide", () => {
  test("nobody who belongs to no stage", () =>
    expect(cannotDecide(stranger, [byOwner], [], agent)).toMatch(/belong to none/));
  test("nobody twice", () => expect(cannotDecide(owner, [byOwner, bySecurity], [owner], agent)).toMatch(/already/));
  test("no machine that is not a voter", () => expect(cannotDecide(null, [byOwner], [], agent)).toMatch(/Only people/));
  test("the owner for an owner stage", () => expect(cannotDecide(owner, [byOwner], [], agent)).toBeNull());
});
