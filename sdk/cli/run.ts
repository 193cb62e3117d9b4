/** `gatehouse run`: runs an agent's program in a sandbox, of which the egress proxy is the only way out. */
import { constants } from "node:os";
import { connect } from "../pep/connect.ts";
import { Denied } from "../pep/denied.ts";
import { printable } from "../pep/printable.ts";
import { governedRun } from "../sandbox/governed-run.ts";
import type { Ending } from "../sandbox/launch.ts";
import { examineMachine } from "../sandbox/machine.ts";
import { reportSandboxTools } from "../sandbox/run-tool.ts";
import { Misused } from "./misused.ts";
import { readOptions } from "./read-options.ts";
import { chooseProfile, localWords, readSandboxOptions, sandboxOptions } from "./sandbox-options.ts";

// Standard output belongs to the agent.
const log = {
  info: (message: string) => void process.stderr.write(`gatehouse: ${message}\n`),
  warn: (message: string) => void process.stderr.write(`gatehouse: ${message}\n`),
};

const REFUSED = 126;

export async function run(argv: string[]): Promise<number> {
  const split = argv.indexOf("--");
  const command = split === -1 ? [] : argv.slice(split + 1);
  const { values } = readOptions({
    args: split === -1 ? argv : argv.slice(0, split),
    options: { ...sandboxOptions, learn: { type: "boolean" } },
  });
  const { agent, profile, name, url, token, stateDir } = readSandboxOptions(values);
  if (command.length === 0) throw new Misused("Say what is to be run, after two dashes: -- CMD ARGS.");
  const learn = values.learn === true;
  if (learn && values.profile === undefined)
    throw new Misused("Say which profile is to be learnt: --learn --profile NAME.");
  const machine = examineMachine();
  if ("missing" in machine) throw new Error(`Nothing was run, because it would not be isolated: ${machine.missing}`);
  const point = await connect({ url, agent, enrolToken: token, kind: "sandbox", stateDir, name, logger: log });
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort(new Error("The user interrupted the run."));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, interrupt);
  try {
    await reportSandboxTools(point, agent, log);
    const chosen = chooseProfile(profile, point.sandboxProfiles);
    if (chosen.source === "local") log.warn(localWords(chosen));
    const environment = process.env;
    return codeOf(
      await governedRun({
        point,
        agentId: agent,
        chosen,
        learn,
        machine,
        command,
        environment,
        log,
        signal: interrupted.signal,
      }),
    );
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    log.warn(`${printable(error.message, 600)} Nothing of it runs any more.`);
    return REFUSED;
  } finally {
    await point.close();
  }
}

function codeOf({ code, signal, why }: Ending): number {
  if (why === "wall time") log.warn("It was ended at the limit on wall time.");
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
