import { printable } from "../../pep/printable.ts";
import { ask, type Console, ConsoleRefusal, consoleFrom } from "../console-client.ts";
import { Publication, type Review, Told } from "./answers.ts";
import { readTerms, writePublished } from "./files.ts";
import { handOver } from "./hand-over.ts";
import type { PolicyOptions } from "./options.ts";
import { PURPOSE } from "./purpose.ts";
import { showReview } from "./show-review.ts";

/** The change weakens enforcement and waits for a second person. */
const WAITS = 3;
/** Somebody else changed, owns or published what this would change: nothing was overwritten. */
const CONFLICT = 4;

/** Hands the folder over and publishes it; what weakens enforcement is proposed to a second person instead. */
export async function push(options: PolicyOptions): Promise<number> {
  const console = consoleFrom(options.console, PURPOSE);
  try {
    return await pushed(console, options);
  } catch (error) {
    if (!(error instanceof ConsoleRefusal) || error.status !== 409) throw error;
    process.stderr.write(`gatehouse: ${error.message}\n`);
    return CONFLICT;
  }
}

async function pushed(console: Console, options: PolicyOptions): Promise<number> {
  const given = await handOver(options);
  const { created, edited, disabled, unchanged, review } = await ask(
    console,
    Told,
    "POST /api/v1/policies/push",
    given,
  );
  say(`${created.length} new, ${edited.length} changed, ${disabled.length} disabled, ${unchanged} as they were.`);
  showReview(review);
  if (review.changes.length === 0) return 0;
  if (options.draft) {
    say(`They are drafts now. Review and publish them at ${new URL("/policies/publish", console.url)}`);
    return 0;
  }
  const foreign = othersIn(review, [...given.policies.map(({ slug }) => slug), ...disabled]);
  if (foreign.length > 0) {
    say(`Not published: ${printable(foreign.join(", "), 300)} would go with it, which somebody else is changing.`);
    say(`The pushed policies are drafts. Publish all of it, or none, at ${new URL("/policies/publish", console.url)}`);
    return CONFLICT;
  }
  return publish(console, options, review);
}

const othersIn = ({ changes }: Review, own: readonly string[]): string[] =>
  changes.flatMap(({ slug }) => (own.includes(slug) ? [] : slug));

async function publish(console: Console, { note, reason, dir, rings }: PolicyOptions, review: Review): Promise<number> {
  const { published, draft } = review;
  const body = { note, reason, base: { published, draft }, ...(rings ? { rollOut: await readTerms(dir) } : {}) };
  const { done, request } = await ask(console, Publication, "POST /api/v1/bundles", body);
  if (done?.rollOut) {
    // What is published is what it was, until the last ring has passed.
    say(`Revision ${done.revision} goes out ring by ring. Follow it: gatehouse policy status, or`);
    say(`  ${new URL(`/policies/rollouts/${encodeURIComponent(done.rollOut)}`, console.url)}`);
    return 0;
  }
  if (done) {
    await writePublished(dir, done.revision);
    say(`Revision ${done.revision} is in force.`);
    return 0;
  }
  const who = request?.confirmers.length ? printable(request.confirmers.join(", "), 300) : "nobody here yet";
  say(
    `This weakens enforcement, so it waits for a second person (${who})${rings ? ", and then goes out ring by ring" : ""}:`,
  );
  say(`  ${new URL(`/policies/changes/${encodeURIComponent(request?.id ?? "")}`, console.url)}`);
  return WAITS;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
