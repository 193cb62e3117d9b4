/**
 * Finds the smallest changes of a call that change its outcome: single ones first, then pairs, then three at once. Every one is decided
 * by the evaluator, and one is left out as soon as a part of it changes the outcome already. Pure.
 */
import type { Decision } from "@/sdk/wire/decision";
import type { Explanation, SmallestChange, Step } from "../why-contract";
import { placeOf } from "./question";

export const MOST_EVALUATIONS = 1_000;
const DEEPEST = 3;
const MOST_SHOWN = 24;

/** Then the call cannot be judged at all, which is no other outcome that anybody wants. */
const UNJUDGED = new Set(["arguments_invalid", "arguments_unrepresentable", "evaluation_error", "unknown_tool"]);

type Found = { steps: readonly Step[]; decision: Decision };
export type Searched = { found: Found[]; search: Explanation["search"] };

export function searchChanges(
  decided: Pick<Decision, "effect">,
  steps: readonly Step[],
  decide: (steps: readonly Step[]) => Decision,
  most = MOST_EVALUATIONS,
): Searched {
  const places = steps.map(placeOf);
  /** Sets of steps that change the effect, by their numbers, whether they are worth telling or not. */
  const changing: number[][] = [];
  const found: Found[] = [];
  let evaluations = 0;
  for (let depth = 1; depth <= Math.min(DEEPEST, steps.length); depth++) {
    // Of the same size none is a part of another.
    const smaller = changing.length;
    for (const numbers of choices(places, depth)) {
      if (containsAny(numbers, changing, smaller)) continue;
      if (evaluations >= most) return { found, search: { evaluations, depth, complete: false } };
      evaluations++;
      const chosen = numbers.flatMap((number) => steps[number] ?? []);
      const decision = decide(chosen);
      if (decision.effect === decided.effect) continue;
      changing.push(numbers);
      if (!UNJUDGED.has(decision.code)) found.push({ steps: chosen, decision });
    }
  }
  return { found, search: { evaluations, depth: Math.min(DEEPEST, steps.length), complete: true } };
}

const containsAny = (numbers: readonly number[], sets: readonly number[][], count: number): boolean =>
  sets.slice(0, count).some((set) => set.every((number) => numbers.includes(number)));

/** So many of them at once, each of another place. */
function* choices(places: readonly string[], count: number, from = 0, taken: number[] = []): Generator<number[]> {
  if (taken.length === count) {
    yield taken;
    return;
  }
  for (let number = from; number < places.length; number++)
    if (!taken.some((one) => places[one] === places[number]))
      yield* choices(places, count, number + 1, [...taken, number]);
}

/** Changes that differ in their values only are told once, by the nearest value. */
export function told(found: readonly Found[], args: { [name: string]: unknown }): SmallestChange[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = [one.decision.effect, ...one.steps.map(placeOf)].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].slice(0, MOST_SHOWN).flatMap((group) => {
    const [nearest] = [...group].sort((a, b) => distance(a, args) - distance(b, args));
    if (!nearest) return [];
    const { effect, code, reason } = nearest.decision;
    return [{ steps: [...nearest.steps], effect, code, reason, alike: group.length - 1 }];
  });
}

function distance({ steps }: Found, args: { [name: string]: unknown }): number {
  return steps.reduce((sum, step) => {
    if (step.kind !== "argument" || step.value === null) return sum;
    const [now, then]: unknown[] = [args[step.name], JSON.parse(step.value)];
    return typeof now === "number" && typeof then === "number" ? sum + Math.abs(now - then) : sum;
  }, 0);
}
