/** Private to this folder: an entry of the library with its blanks filled in, as a policy and its cases. */
import { BundleRejected } from "@/sdk/decide";
import { type BundleContent, BundlePolicy } from "@/sdk/wire/bundle";
import type { Analysis } from "./cedar";
import { emptyRule, GuidedRule, writeRule } from "./guided-contract";
import { argumentOf, type PeopleOf, problemsOf } from "./library/check-blanks";
import type { Entry } from "./library/entry";
import { planCases } from "./library/plan-cases";
import type { Blanks, LibraryPreview } from "./library-contract";

export type Surroundings = {
  /** The draft as it stands, with the inventory of the moment. */
  content: BundleContent;
  rules: PeopleOf;
  analyse: (text: string) => Promise<Analysis>;
  now: number;
};

export async function fillEntry(
  entry: Entry,
  slug: string,
  blanks: Blanks,
  around: Surroundings,
): Promise<LibraryPreview> {
  const refused = (path: string, message: string, text: string | null = null): LibraryPreview => ({
    problems: [{ path, message }],
    text,
    tests: [],
    notes: [],
  });
  const problems = problemsOf(entry, blanks, around.content, around.rules);
  if (problems.length > 0) return { problems, text: null, tests: [], notes: [] };
  if (around.content.policies.some(({ id }) => id === slug))
    return refused("slug", `There is a policy named ${slug} already.`);
  const rule = ruleOf(entry, blanks, around.content);
  if (!rule.success) return refused("", rule.error.issues[0]?.message ?? "These blanks make no policy.");
  const text = writeRule(rule.data);
  const { parsed, problems: found } = await around.analyse(text);
  if (!parsed) return refused("", found[0]?.message ?? "The text is not valid.", text);
  const policy = BundlePolicy.parse({ id: slug, title: entry.title, version: 1, ...parsed });
  try {
    const { tests, notes } = planCases(around.content, policy, rule.data, around.now);
    if (tests.length > 0) return { problems: [], text, tests, notes };
    return { ...refused("", NOTHING_DECIDED, text), notes };
  } catch (error) {
    if (!(error instanceof BundleRejected)) throw error;
    return refused("", `The draft cannot be loaded, so nothing could be tried: ${error.message}`, text);
  }
}

const NOTHING_DECIDED =
  "No call could be found that this policy would decide, so it cannot be tested. What stands below says what decides them now.";

function ruleOf(entry: Entry, blanks: Blanks, { tools }: BundleContent) {
  const tool = tools.find(({ id }) => id === blanks.tools[0]);
  const argument = tool && blanks.argument !== null ? argumentOf(tool, blanks.argument) : null;
  const { agents, teams, checkpoint } = blanks;
  return GuidedRule.safeParse({
    ...emptyRule,
    agents,
    teams,
    checkpoint,
    controls: entry.controls,
    ...entry.rule({ blanks, argument }),
  });
}
