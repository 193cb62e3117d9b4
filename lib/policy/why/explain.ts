/** Why a call is decided as it is. Pure: the same question has the same answer. */
import type { PolicySet } from "@/sdk/decide";
import type { BundlePolicy } from "@/sdk/wire/bundle";
import type { Decision } from "@/sdk/wire/decision";
import type { Explanation } from "../why-contract";
import { Judge } from "./judge";
import { possibleSteps } from "./possible-steps";
import type { Question } from "./question";
import { MOST_EVALUATIONS, searchChanges, told } from "./smallest-changes";
import { valuesRead } from "./values-read";

/** Evaluations of single policies in all: what a thousand policies about one tool are worth in time. */
const MOST_WORK = 100_000;
/** Where a policy is left to the interpreter, a decision takes a hundred times as long. */
const INTERPRETED = 100;

export type Explained = Pick<Explanation, "decision" | "values" | "changes" | "search"> & {
  /** In force or observed, whose scope is about the tool and that applied or determined. */
  named: { policy: BundlePolicy; determined: boolean }[];
};

export function explain(question: Question, whole: PolicySet, most = MOST_EVALUATIONS): Explained {
  const judge = new Judge(question, whole);
  const decision = judge.decide([]);
  const named = namedBy(judge, decision);
  // Where nothing determined it, it is what all of them read that made none of them apply.
  const reading = named.length > 0 ? named.map(({ policy }) => policy) : judge.policies;
  const { found, search } = searchChanges(
    decision,
    possibleSteps(judge, decision),
    (steps) => judge.decide(steps),
    boundFor(judge, most),
  );
  return {
    decision,
    named,
    values: valuesRead(judge.question, reading),
    changes: told(found, question.request.arguments),
    search,
  };
}

function boundFor({ policies, set }: Judge, most: number): number {
  const cost = Math.max(1, policies.length) * (set.interpreted.length > 0 ? INTERPRETED : 1);
  return Math.max(20, Math.min(most, Math.floor(MOST_WORK / cost)));
}

function namedBy(judge: Judge, decision: Decision): Explained["named"] {
  const determined = new Set(decision.policies);
  const applied = new Set(judge.applying().map(({ id }) => id));
  return judge.policies
    .filter(({ id }) => determined.has(id) || applied.has(id))
    .map((policy) => ({ policy, determined: determined.has(policy.id) }))
    .sort((a, b) => Number(b.determined) - Number(a.determined));
}
