/** `gatehouse redteam`: attacks through the real enforcement path, each beside a control without it, and hands in what came of it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { httpConsole } from "../redteam/console.ts";
import { readScenario } from "../redteam/custom.ts";
import { library } from "../redteam/library.ts";
import { runExercise } from "../redteam/run-exercise.ts";
import type { Scenario } from "../redteam/scenario.ts";
import type { RedteamStatement, ScenarioResult } from "../wire/redteam.ts";
import { type Console, consoleFrom } from "./console-client.ts";
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";
import { writeReport } from "./write-report.ts";

const EXIT = { contained: 0, passed: 1, void: 3 } as const;
const VERDICTS = { contained: "contained", passed: "PASSED THROUGH", void: "void" } as const;

export async function run(argv: string[]): Promise<number> {
  const texts = { type: "string", multiple: true } as const;
  const { values } = readOptions({
    args: argv,
    options: {
      console: { type: "string" },
      only: texts,
      scenario: texts,
      list: { type: "boolean" },
      json: { type: "boolean" },
      out: { type: "string" },
      report: { type: "string" },
    },
  });
  const scenarios = chosen(values.only ?? [], values.scenario ?? []);
  if (values.list) return list(scenarios);
  const console = consoleFrom(values.console, "may run exercises (of the role security)");
  const statement = await runExercise({
    console: httpConsole(console),
    scenarios,
    cli: path.resolve(process.argv[1] ?? ""),
    place: "command line",
    onResult: (result, done) => {
      if (!values.json) tell(`${done} of ${scenarios.length}  ${VERDICTS[result.verdict].padEnd(15)} ${result.id}\n`);
    },
  });
  const text = `${JSON.stringify(statement, null, 2)}\n`;
  if (values.out !== undefined) writeFileSync(values.out, text);
  process.stdout.write(values.json ? text : tableOf(statement, console.url));
  if (values.report !== undefined) await report(console, values.report);
  return EXIT[statement.result];
}

/** The outcome is handed in by then, and stays so whatever becomes of the report. */
async function report(console: Console, directory: string): Promise<void> {
  try {
    for (const file of await writeReport(console, "penetration", directory)) tell(`Written: ${file}\n`);
  } catch (error) {
    throw new Error(`The exercise is handed in, and its report could not be saved. ${messageOf(error)}`);
  }
}

/** Progress is for whoever watches; the table alone goes to standard output. */
const tell = (text: string): void => void process.stderr.write(text);

/** Those of the library whose id begins so, and one's own; with a file alone, only that. */
function chosen(only: readonly string[], files: readonly string[]): Scenario[] {
  const own = files.map((file) => {
    try {
      return readScenario(file);
    } catch (error) {
      throw new Misused(messageOf(error));
    }
  });
  const wanted = (id: string) => only.some((prefix) => id.toUpperCase().startsWith(prefix.toUpperCase()));
  const known = only.length > 0 ? library.filter(({ id }) => wanted(id)) : own.length > 0 ? [] : [...library];
  const unknown = only.find((prefix) => !known.some(({ id }) => id.toUpperCase().startsWith(prefix.toUpperCase())));
  if (unknown !== undefined)
    throw new Misused(`No attack begins with "${printable(unknown, 60)}": gatehouse redteam --list shows them.`);
  const all = [...known, ...own];
  const twice = all.find(({ id }, at) => all.findIndex((one) => one.id.toLowerCase() === id.toLowerCase()) !== at);
  if (twice) throw new Misused(`Two attacks have the id ${twice.id}: give yours another.`);
  return all;
}

function list(scenarios: readonly Scenario[]): number {
  for (const { id, severity, title } of scenarios)
    process.stdout.write(`${id.padEnd(34)} ${severity.padEnd(9)} ${title}\n`);
  return 0;
}

const COLUMNS = { id: 34, control: 11, observed: 11, verdict: 15 } as const;
const MARK = (seen: ScenarioResult["control"]): string =>
  seen === null ? "not run" : seen.got ? "succeeded" : "stopped";

function tableOf({ scenarios, result, reason, run: runId }: RedteamStatement, url: URL): string {
  const line = (id: string, control: string, observed: string, verdict: string, last: string): string =>
    `${id.padEnd(COLUMNS.id)} ${control.padEnd(COLUMNS.control)} ${observed.padEnd(COLUMNS.observed)} ${verdict.padEnd(COLUMNS.verdict)} ${last}`.trimEnd();
  const rows = scenarios.flatMap((one) => [
    line(one.id, MARK(one.control), MARK(one.observed), VERDICTS[one.verdict], one.title),
    ...(one.verdict === "contained" ? [] : [`${" ".repeat(COLUMNS.id)} ${whyNot(one)}`]),
  ]);
  const head = line("attack", "control", "observed", "verdict", "");
  const where = new URL(`/isolation/red-team/${runId}`, url).href;
  return `${[head, ...rows].join("\n")}\n\n${VERDICTS[result].toUpperCase()}: ${reason}\n${where}\n`;
}

function whyNot({ verdict, control, observed, evidence }: ScenarioResult): string {
  if (verdict === "passed") return printable(observed?.seen ?? "", 300);
  if (!control?.got) return printable(`The control did not succeed. ${(control ?? observed)?.seen ?? ""}`, 300);
  return evidence.length === 0 ? "The console holds no record that its control acted." : "It was not run.";
}
