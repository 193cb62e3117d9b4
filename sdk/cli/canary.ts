/** `gatehouse canary`: tries to get out of an agent's sandbox, each attempt beside a control outside, and reports what came of it. */
import { dueOrChanged } from "../canary/next-run.ts";
import { reportCanaries, reporterIn, signCanaries } from "../canary/report-canaries.ts";
import { runCanaries } from "../canary/run-canaries.ts";
import { connect } from "../pep/connect.ts";
import { heldBundle } from "../pep/held-bundle.ts";
import { readEnrolment } from "../pep/identity.ts";
import { messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { StateDir } from "../pep/state-dir.ts";
import type { ChosenProfile } from "../sandbox/chosen-profile.ts";
import { profileDigest } from "../sandbox/profile.ts";
import type { CanaryInput } from "../wire/canary.ts";
import type { CanaryAttempt } from "../wire/canary-attempt.ts";
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";
import { chooseProfile, localWords, readSandboxOptions, sandboxOptions } from "./sandbox-options.ts";

const options = {
  ...sandboxOptions,
  json: { type: "boolean" },
  local: { type: "boolean" },
  every: { type: "string" },
} as const;

type Given = ReturnType<typeof readSandboxOptions>;
const EXIT = { passed: 0, failed: 1, void: 3 } as const;

export async function run(argv: string[]): Promise<number> {
  const { values } = readOptions({ args: argv, options });
  const given = readSandboxOptions(values);
  const every = values.every === undefined ? null : readHours(values.every);
  if (every !== null && values.local) throw new Misused("Runs on a schedule are for the console: leave out --local.");
  const directory = new StateDir(given.stateDir);
  if (!values.local && !readEnrolment(directory)) await enrolled(directory, given);
  let tried: string | null = null;
  for (;;) {
    // Read anew each time: the file of a local profile may be another by then, or none.
    const attempt = async () => once(every === null ? given : readSandboxOptions(values), directory, values);
    const outcome = await attempt().catch((error: unknown) => {
      if (every === null) throw error;
      process.stderr.write(`gatehouse: ${messageOf(error)} The next run is made all the same.\n`);
    });
    if (every === null) return outcome?.code ?? 1;
    tried = outcome?.digest ?? tried;
    const why = await dueOrChanged(every * 3_600_000, tried, () => digestNow(values, directory));
    if (why === "changed") process.stderr.write("gatehouse: The profile is another now: the canaries run again.\n");
  }
}

/** Of the boundary as it stands: the file, or what the bundle holds that the running point keeps up to date. */
function digestNow(values: Parameters<typeof readSandboxOptions>[0], directory: StateDir): string | null {
  try {
    return profileDigest(chosenIn(readSandboxOptions(values), directory).profile);
  } catch {
    return null;
  }
}

function chosenIn({ profile }: Given, directory: StateDir): ChosenProfile {
  const org = readEnrolment(directory)?.org;
  const held = org === undefined ? null : heldBundle(directory, org);
  return chooseProfile(profile, held && (held.sandboxProfiles ?? []));
}

function readHours(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= 500) return hours;
  throw new Misused("Say after how many hours the canaries run again: --every 6.");
}

/** Enrols the point the first time, as `gatehouse run` would, and fetches the newest bundle where the profile is in it. */
async function enrolled(directory: StateDir, { url, agent, token, stateDir, name, profile }: Given): Promise<void> {
  const enrolment = readEnrolment(directory);
  if (enrolment && !("name" in profile)) return;
  try {
    const point = await connect({ url, agent, enrolToken: token, kind: "sandbox", stateDir, name });
    await point.close();
  } catch (error) {
    // The point itself is running, and keeps the bundle up to date.
    if (!enrolment || !heldBundle(directory, enrolment.org)) throw error;
  }
}

type Shown = { json?: boolean | undefined; local?: boolean | undefined };

type Outcome = { code: number; digest: string };

async function once(given: Given, directory: StateDir, { json, local }: Shown): Promise<Outcome> {
  const { agent } = given;
  const startedAt = new Date();
  if (!local) await enrolled(directory, given);
  const chosen = chosenIn(given, directory);
  const { profile } = chosen;
  if (chosen.source === "local") process.stderr.write(`gatehouse: ${localWords(chosen)}\n`);
  const outcome = await runCanaries(profile, directory.file("key.pem"));
  const { attempts, result, reason, lacks } = outcome;
  let input: CanaryInput | null = null;
  if (!local) {
    const enrolment = readEnrolment(directory);
    if (!enrolment) throw new Error(`${directory.path} holds no enrolled point.`);
    const reporter = reporterIn(directory, enrolment);
    input = signCanaries(reporter, agent, profile, { ...outcome, startedAt, endedAt: new Date() });
    if (!json) show(attempts);
    await reportCanaries(reporter, input);
  } else if (!json) show(attempts);
  if (json) print(`${JSON.stringify(input ?? outcome, null, 2)}\n`);
  else {
    for (const lack of lacks) print(`Not enforced here: ${lack}.\n`);
    print(`\n${result.toUpperCase()}: ${printable(reason, 1000)}\n`);
  }
  return { code: EXIT[result], digest: profileDigest(profile) };
}

const MARKS = { contained: "contained", escaped: "ESCAPED", void: "void" } as const;

function show(attempts: readonly CanaryAttempt[]): void {
  print(`${"verdict".padEnd(10)}${"control".padEnd(9)}${"sandboxed".padEnd(11)}attempt\n`);
  for (const { attempt, control, sandboxed, verdict } of attempts) {
    const outside = control === null ? "not run" : control.got ? "got it" : "failed";
    const inside = sandboxed === null ? "not run" : sandboxed.got ? "got it" : "refused";
    print(`${MARKS[verdict].padEnd(10)}${outside.padEnd(9)}${inside.padEnd(11)}${attempt}\n`);
    const why =
      verdict === "void" && control && !control.got ? control.seen : verdict === "escaped" ? sandboxed?.seen : null;
    if (why) print(`${" ".repeat(30)}${printable(why, 200)}\n`);
  }
}

const print = (words: string): void => void process.stdout.write(words);
