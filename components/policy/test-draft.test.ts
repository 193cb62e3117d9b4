import { expect, test } from "vitest";
import { DESCRIBED, draftOfTest, emptyTest, termsOfTest } from "./test-draft";

const agent = `agt_${"0".repeat(26)}`;
const draft = { ...emptyTest(agent, "bank/pay"), name: "payments", arguments: '{"amount": 1}' };

test("a test is sent only once everything is there and the arguments are a JSON object", () => {
  expect(termsOfTest({ ...draft, name: " " })).toBeNull();
  expect(termsOfTest({ ...draft, arguments: "{" })).toBeNull();
  expect(termsOfTest({ ...draft, arguments: "[]" })).toBeNull();
  expect(termsOfTest(draft)).toMatchObject({ principal: { kind: "agent", id: agent }, arguments: { amount: 1 } });
});

test("a rule is sent with a held call only", () => {
  expect(termsOfTest({ ...draft, expectedRule: "owner" })?.expectedRule).toBeNull();
  expect(termsOfTest({ ...draft, expected: "hold", expectedRule: "owner" })?.expectedRule).toBe("owner");
});

test("what is kept comes back as it was written", () => {
  const terms = termsOfTest({ ...draft, who: DESCRIBED });
  if (terms?.principal.kind !== "attributes") throw new Error("not described");
  const kept = { ...terms, principal: { ...draft.attributes, kind: "attributes" as const }, expectedRule: null };
  const again = draftOfTest({ ...kept, id: "pts_1", version: 1, updatedByName: "x", updatedAt: "x" });
  expect(termsOfTest(again)).toEqual(terms);
});
