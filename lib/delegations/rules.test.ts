import { describe, expect, test } from "vitest";
import { candidatesOf, type Owned, type Signer, standing, turnOf } from "./rules";

const person = (id: string, roles: Signer["roles"] = ["owner"]): Signer => ({ id, name: id, roles });
const ana = person("ana");
const ben = person("ben");
const sec = person("sec", ["security"]);
const people = [ana, ben, sec, person("adm", ["admin"])];
const owned = (ownerId: string | null, backupOwnerId: string | null = null): Owned => ({
  ownerId,
  backupOwnerId,
  riskTier: "low",
});
const ids = (list: readonly Signer[]) => list.map(({ id }) => id);

describe("who signs", () => {
  test("an owner of each agent, and nobody else", () => {
    const { from, to } = candidatesOf(owned("ana"), owned("ben"), people);
    expect([ids(from), ids(to)]).toEqual([["ana"], ["ben"]]);
    expect(turnOf(sec, { from, to }, []).side).toBeNull();
  });
  test("admins and security, for an agent whose owner is gone", () => {
    const { from, to } = candidatesOf(owned("who-left"), owned("ben"), people);
    expect([ids(from), ids(to)]).toEqual([["sec", "adm"], ["ben"]]);
  });
  test("never one person for both sides: where both have only the same owner, somebody else signs the other", () => {
    const both = candidatesOf(owned("ana"), owned("ana", "ana"), people);
    const first = turnOf(ana, both, []);
    expect(first.side).toBe("from");
    const signatures = [{ side: "from" as const, userId: "ana" }];
    expect(turnOf(ana, both, signatures).side).toBeNull();
    expect(turnOf(sec, both, signatures).side).toBe("to");
  });
  test("somebody who could sign for both leaves the side that the other could sign", () => {
    const all = candidatesOf(owned("ana"), owned("ana", "ben"), people);
    expect(turnOf(ana, all, []).side).toBe("from");
    const turned = candidatesOf(owned("ana", "ben"), owned("ana"), people);
    expect(turnOf(ana, turned, []).side).toBe("to");
  });
  test("a signature counts only while its giver could still give it", () => {
    const all = candidatesOf(owned("ana"), owned("ben"), people);
    const given = [
      { side: "from" as const, userId: "ana" },
      { side: "to" as const, userId: "former" },
    ];
    expect(standing(given, all)).toEqual([given[0]]);
  });
});
