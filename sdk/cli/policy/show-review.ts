/** What publishing would change, as lines on a terminal. */
import { printable } from "../../pep/printable.ts";
import type { Review } from "./answers.ts";

const SHIFTS: Record<string, string> = {
  newlyAllowed: "newly allowed",
  heldNotDenied: "held instead of denied",
  heldOtherwise: "held under other rules",
  heldNotAllowed: "held instead of allowed",
  newlyDenied: "newly denied",
};

export function showReview({ changes, meaning, problem, tests, weakenings }: Review): void {
  if (changes.length === 0) say("What is in force would stay as it is.");
  for (const { slug, kind, before, after } of changes) {
    say(`${kind.padEnd(8)} ${printable(slug, 100)}`);
    for (const line of lineChanges(before, after)) say(`    ${printable(line, 300)}`);
  }
  if (problem !== null) say(`These policies cannot be loaded: ${printable(problem, 500)}`);
  if (meaning) showMeaning(meaning);
  for (const { sentence } of weakenings) say(`weaker   ${printable(sentence, 300)}`);
  for (const { name, why } of tests.filter(({ passed }) => !passed))
    say(`FAILED   ${printable(name, 200)}: ${printable(why, 500)}`);
}

function showMeaning({ calls, sampled, shifts }: NonNullable<Review["meaning"]>): void {
  const of = sampled ? "not all agents and tools" : "all agents and tools";
  say(`Of ${calls} calls that were tried of ${of}:`);
  if (shifts.length === 0) say("    no answer changes");
  for (const { shift, agents, tools, examples } of shifts) {
    say(`    ${SHIFTS[shift] ?? printable(shift, 40)}: ${agents} agents, ${tools} tools`);
    const [first] = examples;
    if (first)
      say(
        `        ${printable(first.agentName, 100)} ${printable(first.tool, 100)} ${printable(first.arguments, 200)}: ${first.before.effect} before, ${first.after.effect} after`,
      );
  }
}

/** Lines that only one of the texts has, in order. */
export function lineChanges(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const count = (lines: string[]) => {
    const found = new Map<string, number>();
    for (const line of lines) found.set(line, (found.get(line) ?? 0) + 1);
    return found;
  };
  const extra = (lines: string[], others: Map<string, number>, sign: string) =>
    lines.flatMap((line) => {
      const left = others.get(line) ?? 0;
      if (left > 0) others.set(line, left - 1);
      return left > 0 || line === "" ? [] : [`${sign} ${line}`];
    });
  return [...extra(old, count(now), "-"), ...extra(now, count(old), "+")];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
