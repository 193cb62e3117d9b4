/** Runs a command in its sandbox under an enforcement point: the run is a call of the agent, and so is each request out of it. */
import { EgressProxy } from "../egress/egress-proxy.ts";
import { governedBy } from "../egress/governor.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import type { Logger } from "../pep/logger.ts";
import { type Ending, launch, RunDirectory, type Sandbox } from "./launch.ts";
import type { Machine } from "./machine.ts";
import { type Profile, profileDigest } from "./profile.ts";
import { RUN_TOOL, runPin } from "./run-tool.ts";

export type GovernedRun = {
  point: EnforcementPoint;
  agentId: string;
  profile: Profile;
  machine: Machine;
  command: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  log: Logger;
  /** Ends the run, as when the user interrupts it. */
  signal: AbortSignal;
  stdio?: "inherit" | "pipe";
  /** Told when the sandbox has started. */
  onStart?(sandbox: Sandbox): void;
};

/** Rejects with `Denied` when policy does not permit the run, or a stop order ended it; by then no process of it is left. */
export async function governedRun(options: GovernedRun): Promise<Ending> {
  const { point, agentId, profile, command, log, signal } = options;
  const request = {
    agentId,
    tool: RUN_TOOL,
    arguments: { command: [...command], profile: profile.name, profileDigest: profileDigest(profile) },
  };
  let over: Promise<unknown> = Promise.resolve();
  try {
    return await point.call(
      request,
      (_, stop) => {
        const run = inSandbox(options, stop);
        over = run.catch(() => undefined);
        return run;
      },
      {
        signal,
        seenPin: () => runPin,
        failed: ({ code, why }) => (code === 0 ? null : `It ended with code ${code ?? "none"} (${why}).`),
        onHeld: ({ url }) => log.info(`People have to agree to this run: ${url}`),
      },
    );
  } finally {
    await over;
  }
}

async function inSandbox(options: GovernedRun, stop: AbortSignal): Promise<Ending> {
  const { point, agentId, profile, machine, command, environment, log, stdio, onStart } = options;
  const run = new RunDirectory(machine);
  const egress = profile.egress.length > 0;
  const proxy = new EgressProxy({
    rules: profile.egress,
    secrets: secretsOf(profile, environment),
    governor: governedBy(point, agentId),
    log,
  });
  try {
    if (egress) await proxy.listen(run.socket);
    if (egress) run.give(run.socket);
    stop.throwIfAborted();
    const sandbox = launch({ profile, machine, command, egress, run, environment, ...(stdio && { stdio }) });
    for (const lack of sandbox.lacks) log.warn(`Not enforced here: ${lack}.`);
    stop.addEventListener("abort", sandbox.kill, { once: true });
    onStart?.(sandbox);
    return await sandbox.ended;
  } finally {
    await proxy.close();
    run.remove();
  }
}

function secretsOf({ egress }: Profile, environment: GovernedRun["environment"]): Map<string, string> {
  const names = egress.flatMap(({ secret }) => (secret ? [secret.from] : []));
  return new Map(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
