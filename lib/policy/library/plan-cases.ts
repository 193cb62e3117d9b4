/** Picks, from calls that were asked of the evaluator, those that show what a policy does. Pure: time comes in. */
import { plainName } from "@/lib/shared/plain-name";
import { type CaseResult, runCases } from "@/sdk/policy/run-cases";
import type { BundleContent, BundlePolicy, BundleTool } from "@/sdk/wire/bundle";
import type { GuidedRule } from "../guided-contract";
import type { LibraryCase } from "../library-contract";
import { argumentsFor, toolsOf, type Who, whoOf } from "./likely-calls";

/** Tools of a class that are tried, as long as few agents are: enough that one which is permitted is likely to be among them. */
const MOST_TOOLS_TRIED = 12;
const MOST_PAIRS = 600;
const MOST_CASES = 20;
const LONGEST_NAME = 160;

export type Plan = { tests: LibraryCase[]; notes: string[] };
type Call = { who: Who; tool: BundleTool; what: string; args: LibraryCase["arguments"]; inside: boolean };
type Asked = Call & { given: CaseResult; without: CaseResult; got: NonNullable<CaseResult["got"]> };

/** `content` has the draft as it stands, without the policy. Throws `BundleRejected` when a set cannot be loaded. */
export function planCases(content: BundleContent, policy: BundlePolicy, rule: GuidedRule, now: number): Plan {
  const calls = likelyCalls(content, rule);
  const cases = calls.map((call, place) => caseOf(call, rule, `${place}`));
  const given = runCases({ ...content, policies: [...content.policies, policy] }, cases, now);
  const without = runCases(content, cases, now);
  const asked = calls.flatMap((call, place): Asked[] => {
    const [is, was] = [given[place], without[place]];
    return is?.got && was?.got ? [{ ...call, given: is, without: was, got: is.got }] : [];
  });
  const decided = asked.filter(({ inside, given, got }) => inside && given.passed && got.policies.includes(policy.id));
  const chosen = chosenFrom(decided);
  // A call just outside is worth a case where it goes through with the policy as it does without.
  const spared = chosen.flatMap((one) => {
    const near = asked.find(
      ({ inside, who, tool, got, without }) =>
        !inside && who === one.who && tool === one.tool && got.effect === "allow" && without.got?.effect === "allow",
    );
    return near ? [near] : [];
  });
  const kept = [...chosen, ...spared].slice(0, MOST_CASES);
  return {
    tests: kept.map((one, place) => told(one, rule, policy.id, place + 1)),
    notes: notesFor(calls, asked, chosen, rule),
  };
}

function likelyCalls(content: BundleContent, rule: GuidedRule): Call[] {
  const who = whoOf(rule, content);
  const whats = Math.max(1, rule.tools.length + rule.classes.length);
  const most = Math.min(MOST_TOOLS_TRIED, Math.max(1, Math.floor(MOST_PAIRS / (whats * who.length))));
  const tried = new Map<string, number>();
  return toolsOf(rule, content).flatMap((tool) => {
    const what = rule.tools.includes(tool.id) ? tool.id : rule.classes.length > 0 ? tool.operationClass : "";
    const count = tried.get(what) ?? 0;
    tried.set(what, count + 1);
    if (count >= most) return [];
    const { within, outside } = argumentsFor(tool, rule.limits);
    const call = (args: Call["args"], inside: boolean) =>
      who.map((one): Call => ({ who: one, tool, what, args, inside }));
    return [...within.flatMap((args) => call(args, true)), ...outside.flatMap((args) => call(args, false))];
  });
}

/** One for each tool or class, and one for each agent or team: where there is a choice, one that would go through otherwise. */
function chosenFrom(decided: readonly Asked[]): Asked[] {
  const best = [...decided].sort((a, b) => Number(isNeeded(b)) - Number(isNeeded(a)));
  const chosen: Asked[] = [];
  for (const key of ["what", "who"] as const) {
    const nameOf = (one: Asked) => (key === "what" ? one.what : one.who.for);
    for (const name of new Set(best.map(nameOf))) {
      if (chosen.some((one) => nameOf(one) === name)) continue;
      const found = best.find((one) => nameOf(one) === name);
      if (found) chosen.push(found);
    }
  }
  return chosen;
}

const isNeeded = ({ without }: Asked): boolean => !without.passed;

const caseOf = ({ who, tool, args, inside }: Call, rule: GuidedRule, id: string) => ({
  id,
  name: id,
  principal: who.principal,
  tool: tool.id,
  arguments: args,
  expected: inside ? rule.outcome : ("allow" as const),
  expectedRule: inside ? rule.checkpoint : null,
});

const words = { allow: "allowed", deny: "denied", hold: "held" } as const;

function told(one: Asked, rule: GuidedRule, slug: string, number: number): LibraryCase {
  const { id: _, name: __, ...terms } = caseOf(one, rule, "");
  const limited = [...new Set(rule.limits.map(({ argument }) => argument))]
    .map((name) => ` with ${name} ${plainName(JSON.stringify(one.args[name] ?? null)).slice(0, 40)}`)
    .join("");
  const name = `${slug} ${number}: ${plainName(one.tool.id).slice(0, 60)}${limited} by ${plainName(one.who.name).slice(0, 40)} is ${one.inside ? "" : "still "}${words[terms.expected]}`;
  return {
    ...terms,
    name: name.slice(0, LONGEST_NAME).toWellFormed(),
    result: { passed: one.given.passed, why: one.given.why },
    without: one.without.got?.effect ?? "deny",
    needed: !one.without.passed,
  };
}

function notesFor(
  calls: readonly Call[],
  asked: readonly Asked[],
  chosen: readonly Asked[],
  rule: GuidedRule,
): string[] {
  const notes: string[] = [];
  for (const what of new Set(calls.map((call) => call.what))) {
    if (chosen.some((one) => one.what === what)) continue;
    const why = asked.find((one) => one.what === what && one.inside)?.got.reason ?? "nobody could be asked for.";
    notes.push(`No test for ${what === "" ? "these calls" : plainName(what)}: ${why}`);
  }
  for (const missing of rule.classes.filter((one) => !calls.some(({ what }) => what === one)))
    notes.push(`No test for ${missing}: no approved tool is of this class.`);
  for (const limit of rule.limits.slice(0, 1))
    if (limit.optional)
      notes.push(`The tool lets ${limit.argument} be left out, and this policy does not decide a call without it.`);
  if (chosen.length > 0 && chosen.every((one) => !isNeeded(one)))
    notes.push(
      "Each of these calls is decided the same without it as the draft stands, so it changes none of them now.",
    );
  return notes;
}
