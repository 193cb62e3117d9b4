import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addReviewers, canBeFilled } from "@/lib/checkpoints/second-reviewer-rules";
import { defaults } from "./contract";
import { changesOf, decoysFor, MOST_AT_ONCE } from "./recipes";
import { measured, qualityFindings, share } from "./rules";

const well = { decoys: { caught: 0, missed: 0 }, approved: 0, fast: 0, streak: 0 };

describe("quality", () => {
  test("too few decisions are held against nobody", () => {
    expect(qualityFindings({ decoys: { caught: 0, missed: 4 }, approved: 19, fast: 19, streak: 99 }, defaults)).toEqual(
      [],
    );
  });
  test("each threshold is met exactly where it is said to be", () => {
    expect(qualityFindings({ ...well, decoys: { caught: 4, missed: 1 } }, defaults)).toEqual([]);
    expect(qualityFindings({ ...well, decoys: { caught: 3, missed: 2 } }, defaults)).toEqual([
      { reason: "decoysMissed", value: 0.6, limit: 0.8, n: 5 },
    ]);
    expect(qualityFindings({ ...well, approved: 20, fast: 10 }, defaults)).toEqual([]);
    expect(qualityFindings({ ...well, approved: 20, fast: 11 }, defaults)).toMatchObject([{ reason: "tooFast" }]);
    expect(qualityFindings({ ...well, streak: 100 }, defaults)).toMatchObject([{ reason: "longStreak", n: 100 }]);
  });
  test("a figure that rests on too little is a dash with the reason, never a zero", () => {
    expect(share(0, 0, 5, "decoys")).toEqual({ value: null, n: 0, why: "No decoys, and it takes 5 to say anything." });
    expect(measured(3, 1, 20, "votes").why).toBe("1 vote, and it takes 20 to say anything.");
    expect(measured(3, 20, 20, "votes")).toEqual({ value: 3, n: 20, why: null });
  });
});

describe("a second reviewer", () => {
  type Stage = { need: number; helped?: boolean };
  const more = (stage: Stage, helped: boolean): Stage => ({ need: stage.need + 1, helped });
  const stage = (need: number, members: string[], helped = members, ever = members) => ({
    stage: { need },
    members,
    helped,
    ever,
  });

  test("is asked for in the stages that a watched person could fill, and in no others", () => {
    const { stages, review } = addReviewers([stage(1, ["a", "b"]), stage(1, ["c", "d"])], new Set(["a"]), more);
    expect(stages).toEqual([{ need: 2, helped: false }, { need: 1 }]);
    expect(review).toEqual([{ stage: 0, added: true, helped: false }]);
  });
  test("is asked for from the start where a watched person is among those who are asked later", () => {
    const { review } = addReviewers([stage(1, ["b", "c"], undefined, ["a", "b", "c"])], new Set(["a"]), more);
    expect(review).toEqual([{ stage: 0, added: true, helped: false }]);
  });
  test("comes from the helping role where the stage has nobody else", () => {
    const { stages, review } = addReviewers([stage(1, ["a"], ["a", "s"])], new Set(["a"]), more);
    expect(stages).toEqual([{ need: 2, helped: true }]);
    expect(review).toEqual([{ stage: 0, added: true, helped: true }]);
  });
  test("is never asked for where nobody could be one: the stage stays as its rule says, and that is told", () => {
    const { stages, review } = addReviewers([stage(1, ["a"])], new Set(["a"]), more);
    expect(stages).toEqual([{ need: 1 }]);
    expect(review).toEqual([{ stage: 0, added: false, helped: false }]);
  });
  test("never makes stages that could be filled into ones that cannot", () => {
    const ids = fc.subarray(["a", "b", "c", "d", "e"]);
    const one = fc.record({ need: fc.integer({ min: 1, max: 3 }), members: ids, extra: ids });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), ids, (list, watched) => {
        const staffed = list.map(({ need, members, extra }) =>
          stage(need, members, [...new Set([...members, ...extra])]),
        );
        const { stages } = addReviewers(staffed, new Set(watched), more);
        const before = canBeFilled(staffed.map((each) => ({ need: each.stage.need, members: each.members })));
        const after = canBeFilled(
          stages.map((each, index) => ({
            need: each.need,
            members: (each.helped ? staffed[index]?.helped : staffed[index]?.members) ?? [],
          })),
        );
        expect(after).toBe(before || after);
        expect(!before || after).toBe(true);
      }),
    );
  });
});

describe("recipes", () => {
  test("change one argument, and each what it is about", () => {
    const changes = changesOf({
      to: "ACME",
      amount: 500,
      path: "/srv/open/a.txt",
      url: "https://api.acme.test/x",
      note: "hello",
    });
    expect(changes.map(({ recipe, argument, after }) => [recipe, argument, after])).toEqual([
      ["amount", "amount", "50000"],
      ["receiver", "to", "ACME Holdings Ltd"],
      ["path", "path", "/srv/open/../../../../root/.ssh/id_ed25519"],
      ["host", "url", "https://api.acme.test.account-verify.example/x"],
    ]);
    for (const { arguments: given, argument } of changes) {
      const { [argument]: _, ...rest } = given;
      const { [argument]: __, ...before } = {
        to: "ACME",
        amount: 500,
        path: "/srv/open/a.txt",
        url: "https://api.acme.test/x",
        note: "hello",
      } as Record<string, unknown>;
      expect(rest).toEqual(before);
    }
  });
  test("leave alone what they do not fit: no recipe, no decoy", () => {
    expect(changesOf({ query: "select 1", amount: "many", to: "", path: "name.txt", url: "not an address" })).toEqual(
      [],
    );
  });
  test("an account number and an address become others of the same look", () => {
    expect(changesOf({ iban: "DE89370400440532013000" })[0]?.after).toMatch(/^DE\d{20}$/);
    expect(changesOf({ email: "pay@acme.test" })[0]?.after).toBe("pay@acme-payments.example");
  });
  test("the rate is a chance for each request, and never more than a few at once", () => {
    expect(decoysFor(1000, 0, () => 0)).toBe(0);
    expect(decoysFor(1000, 20, () => 0)).toBe(MOST_AT_ONCE);
    expect(decoysFor(10, 10, () => 0.1)).toBe(0);
    expect(decoysFor(1, 10, () => 0.0999)).toBe(1);
  });
});
