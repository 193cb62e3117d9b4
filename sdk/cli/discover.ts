/** `gatehouse discover`: looks through a directory for agents, says what it found, and reports it to the console where it is asked to. */
import { statSync } from "node:fs";
import path from "node:path";
import { repositoryOf } from "../discover/repository.ts";
import { scan } from "../discover/scan.ts";
import { printable } from "../pep/printable.ts";
import { type Found, ScanOutcome, type ScanReport } from "../wire/discovery.ts";
import { ask, type Console, consoleFrom } from "./console-client.ts";
import { showFound } from "./discover/show-found.ts";
import { Misused } from "./misused.ts";
import { withoutSecrets } from "./policy/hand-over.ts";
import { readOptions } from "./read-options.ts";

const EXIT = { done: 0, incomplete: 3, waiting: 4 } as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions({
    args: argv,
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      console: { type: "string" },
      repository: { type: "string" },
    },
  });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new Misused("Name one directory to look through.");
  const root = path.resolve(given);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new Misused(`${printable(given, 200)} is not a directory.`);
  // Read first: a long scan must not end with a key that is missing.
  const console = values.report ? consoleFrom(values.console, "may report (of the role reporter)") : null;
  const where = repositoryOf(root);
  const name = values.repository === undefined ? where.repository : withoutSecrets(values.repository);
  const { report: seen, walked } = scan(root, path.posix.basename(name));
  const report: ScanReport = { ...seen, repository: name, commit: where.commit };
  const outcome = console ? await hand(console, report) : null;
  if (values.json) print(`${JSON.stringify({ ...report, walked, outcome }, null, 2)}\n`);
  else print(showFound(report, walked, outcome));
  if (outcome && console && !values.json) print(`\n${new URL("/agents/discovered", console.url).href}\n`);
  if (!report.complete) return EXIT.incomplete;
  return values.check && unsettled(report.found, outcome) ? EXIT.waiting : EXIT.done;
}

/** Nobody decided about it yet; without a console, that is so of all that was found. */
const unsettled = (found: readonly Found[], outcome: ScanOutcome | null): boolean =>
  outcome ? outcome.items.some(({ state }) => state === "waiting") : found.length > 0;

const hand = (console: Console, report: ScanReport): Promise<ScanOutcome> =>
  ask(console, ScanOutcome, "POST /api/v1/discovery/scans", report);

const print = (text: string): void => void process.stdout.write(text);
