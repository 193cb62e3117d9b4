import { expect, test } from "vitest";
import { loadCases } from "./cases/run-cases.ts";
import { decide, loadBundle } from "./decide.ts";
import { anyInScope } from "./in-scope.ts";

const cases = loadCases().filter(({ content }) => content.policies.length > 0);
const looked = cases.flatMap(({ content, request, options }) =>
  content.policies.map((policy) => {
    const without = { ...content, policies: content.policies.filter((one) => one !== policy) };
    const inScope = anyInScope(loadBundle({ ...content, policies: [policy] }, 1), request);
    const [whole, rest] = [content, without].map((each) => decide(loadBundle(each, 1), request, options));
    return { inScope, same: JSON.stringify(whole) === JSON.stringify(rest) };
  }),
);

test("a policy that is not in scope of a call has no say in it, in any of the decision cases", () => {
  const out = looked.filter(({ inScope }) => !inScope);
  expect(out.length).toBeGreaterThan(5);
  expect(out.filter(({ same }) => !same)).toEqual([]);
});

test("whatever has a say in a call is in its scope", () => {
  const decisive = looked.filter(({ same }) => !same);
  expect(decisive.length).toBeGreaterThan(20);
  expect(decisive.filter(({ inScope }) => !inScope)).toEqual([]);
});
