/** `gatehouse conformance`: plays the gateway to an enforcement point and says what it does well and what it does not. */
import { readFileSync, writeFileSync } from "node:fs";
import { CommandSubject } from "../conformance/command-subject.ts";
import { type Reporter, reporter, reportScorecard } from "../conformance/report-scorecard.ts";
import { runConformance } from "../conformance/run-conformance.ts";
import type { CheckResult, Scorecard } from "../conformance/scorecard.ts";
import type { Subject } from "../conformance/subject.ts";
import { UrlSubject } from "../conformance/url-subject.ts";
import { vectors } from "../conformance/vectors.ts";
import { readEnrolment } from "../pep/identity.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { StateDir } from "../pep/state-dir.ts";
import { Misused } from "./misused.ts";
import { readAddress, readOptions } from "./read-options.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  against: text,
  json: flag,
  vectors: flag,
  only: { type: "string", multiple: true },
  out: text,
  report: flag,
  url: text,
  state: text,
  point: text,
  key: text,
} as const;

export async function run(argv: string[]): Promise<number> {
  const split = argv.indexOf("--");
  const own = split === -1 ? argv : argv.slice(0, split);
  const trailing = split === -1 ? [] : argv.slice(split + 1);
  const { values } = readOptions({ args: own, options: OPTIONS });
  if (values.vectors) return print(`${JSON.stringify(vectors(), null, 2)}\n`);
  if (values.report && values.only)
    throw new Misused("A scorecard of some of the checks is not one of the point: leave out --only to report.");
  // Read first: a run of half a minute must not end with a key that is missing.
  const as = values.report ? readReporter(values) : null;
  const { subject, against } = subjectOf(values.against, trailing);
  const onResult = values.json ? undefined : show;
  const scorecard = await runConformance(subject, { against, only: values.only, onResult });
  const written = `${JSON.stringify(scorecard, null, 2)}\n`;
  if (values.out) writeFileSync(values.out, written);
  if (values.json) print(written);
  else print(verdictOf(scorecard));
  if (as) {
    await reportScorecard(as, scorecard);
    process.stderr.write(
      `gatehouse: the scorecard is at ${as.gateway.origin}, under point ${printable(as.pepId, 100)}.\n`,
    );
  }
  return scorecard.conformant ? 0 : 1;
}

function subjectOf(against: string | undefined, trailing: string[]): { subject: Subject; against: string } {
  if (against !== undefined && trailing.length > 0)
    throw new Misused("Name the point once: after --against, or as a command after two dashes.");
  if (trailing.length > 0) return { subject: new CommandSubject(trailing), against: trailing.join(" ") };
  if (!against) throw new Misused("Say what is to be checked: --against URL, --against CMD, or -- CMD ARGS.");
  if (/^https?:\/\//.test(against)) return { subject: new UrlSubject(readAddress(against, "point")), against };
  // One word list, as a shell would split it; a command that needs quotes goes after two dashes.
  return { subject: new CommandSubject(against.trim().split(/\s+/)), against };
}

type Values = { url?: string; state?: string; point?: string; key?: string };

/** As whom the scorecard is reported: a point of ours by its directory, another by its id and private key. */
function readReporter({ url, state, point, key }: Values): Reporter {
  const { GATEHOUSE_URL } = process.env;
  if (state !== undefined) {
    const directory = new StateDir(state);
    const enrolment = readEnrolment(directory);
    const pem = directory.readText("key.pem");
    if (!enrolment || pem === null) throw new Misused(`${printable(state)} holds no enrolled point.`);
    return reporter(readAddress(url ?? enrolment.gateway, "gateway"), enrolment.pepId, pem);
  }
  if (!point || !key)
    throw new Misused("Say as which point to report: --state DIR of the point, or --point ID with --key FILE.");
  const address = readAddress(url ?? GATEHOUSE_URL ?? "http://localhost:3001", "gateway");
  try {
    return reporter(address, point, readFileSync(key, "utf8"));
  } catch (error) {
    throw new Misused(`${printable(key)} is not an Ed25519 private key in PEM (${printable(messageOf(error), 200)}).`);
  }
}

const MARKS = { passed: "ok  ", failed: "FAIL", skipped: "skip" } as const;

function show({ id, status, mandatory, proves, reason, seen, ms }: CheckResult): void {
  const also = mandatory ? "" : " (not mandatory)";
  print(`${MARKS[status]}  ${id.padEnd(22)} ${proves}${also}\n`);
  const more = reason ?? seen;
  if (more) print(`      ${" ".repeat(22)} ${printable(more, 900)} [${ms} ms]\n`);
}

function verdictOf({ conformant, passed, failed, skipped, digest, point }: Scorecard): string {
  const what = point ? ` (${printable(point.kind, 60)} ${printable(point.version, 60)})` : "";
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return `\n${conformant ? "Conformant" : "NOT conformant"}${what}: ${counts}. Scorecard ${digest}\n`;
}

function print(words: string): number {
  process.stdout.write(words);
  return 0;
}
