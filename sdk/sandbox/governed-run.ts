/** Runs a command in its sandbox under an enforcement point: the run is a call of the agent, and so is each request out of it. */
import { EgressProxy } from "../egress/egress-proxy.ts";
import { governedBy } from "../egress/governor.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Logger, messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import type { Freezable } from "../pep/stops.ts";
import type { ChosenProfile } from "./chosen-profile.ts";
import { followProfile } from "./follow-profile.ts";
import { type Ending, launch, RunDirectory, type Sandbox } from "./launch.ts";
import { Learner, type Learnt } from "./learn.ts";
import type { Machine } from "./machine.ts";
import { profileDigest, secretsOf } from "./profile.ts";
import { RunReports } from "./run-reports.ts";
import { RUN_TOOL, runPin } from "./run-tool.ts";

export type GovernedRun = {
  point: EnforcementPoint;
  agentId: string;
  chosen: ChosenProfile;
  machine: Machine;
  command: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  log: Logger;
  /** Ends the run, as when the user interrupts it. */
  signal: AbortSignal;
  stdio?: "inherit" | "pipe";
  /** Hands in, at the end, the smallest profile that the run would have needed. */
  learn?: boolean;
  /** Told when the sandbox has started. */
  onStart?(sandbox: Sandbox): void;
};

/** Rejects with `Denied` when policy does not permit the run, or a stop order ended it; by then no process of it is left. */
export async function governedRun(options: GovernedRun): Promise<Ending> {
  const { point, agentId, chosen, command, log, signal } = options;
  const { profile } = chosen;
  const request = {
    agentId,
    tool: RUN_TOOL,
    arguments: { command: [...command], profile: profile.name, profileDigest: profileDigest(profile) },
  };
  let over: Promise<unknown> = Promise.resolve();
  const hold: Hold = { box: null };
  try {
    return await point.call(
      request,
      (_, stop) => {
        const run = inSandbox(options, stop, hold);
        over = run.catch(() => undefined);
        return run;
      },
      {
        signal,
        freezable: freezing(hold, log),
        seenPin: () => runPin,
        failed: ({ code, why }) => (code === 0 ? null : `It ended with code ${code ?? "none"} (${why}).`),
        onHeld: ({ url }) => log.info(`People have to agree to this run: ${url}`),
      },
    );
  } finally {
    await over;
  }
}

/** The sandbox while it runs, for whoever may halt it. */
type Hold = { box: (Pick<Sandbox, "freeze" | "thaw"> & { report(frozen: boolean): void }) | null };

/** A suspended agent stands still in its sandbox: nothing of its work is lost, and nothing of it goes on. */
const freezing = (hold: Hold, log: Logger): Freezable => ({
  freeze: () => {
    if (!hold.box?.freeze()) return false;
    hold.box.report(true);
    log.warn("The agent is suspended: nothing of it moves until it is released.");
    return true;
  },
  thaw: () => {
    hold.box?.thaw();
    hold.box?.report(false);
    log.info("The agent is released, and goes on where it stood.");
  },
});

async function inSandbox(options: GovernedRun, stop: AbortSignal, hold: Hold): Promise<Ending> {
  const { point, agentId, chosen, machine, command, environment, log, stdio, onStart } = options;
  const { profile } = chosen;
  const run = new RunDirectory(machine);
  // A profile of the console may get rules while the program runs.
  const egress = profile.egress.length > 0 || chosen.source === "console";
  const rules = profile.egress;
  const learner = options.learn ? new Learner() : null;
  const governed = governedBy(point, agentId);
  const governor = learner?.observe(governed) ?? governed;
  const proxy = new EgressProxy({ rules, secrets: secretsOf(rules, environment), governor, log });
  const reports = new RunReports({ point, agentId, chosen, learning: learner !== null, log });
  let unfollow: () => void = () => undefined;
  try {
    if (egress) await proxy.listen(run.socket);
    if (egress) run.give(run.socket);
    stop.throwIfAborted();
    const sandbox = launch({ profile, machine, command, egress, run, environment, ...(stdio && { stdio }) });
    for (const lack of sandbox.lacks) log.warn(`Not enforced here: ${lack}.`);
    stop.addEventListener("abort", sandbox.kill, { once: true });
    hold.box = { freeze: sandbox.freeze, thaw: sandbox.thaw, report: (frozen) => reports.halted(frozen) };
    onStart?.(sandbox);
    reports.started(sandbox.lacks);
    const onChange = (version: number | null): void => reports.changed(version);
    unfollow = followProfile({ point, chosen, environment, proxy, log, onChange });
    const ending = await sandbox.ended;
    await reports.ended(ending.why === "ended" ? `it ended with code ${ending.code ?? "none"}` : ending.why);
    if (learner) await hand(learner.propose(profile), { ...options, runId: reports.runId });
    return ending;
  } finally {
    hold.box = null;
    unfollow();
    await proxy.close();
    run.remove();
  }
}

type Handing = Pick<GovernedRun, "point" | "agentId" | "log"> & { runId: string };

async function hand({ profile, seen, unseen }: Learnt, { point, agentId, log, runId }: Handing): Promise<void> {
  const proposal = {
    runId,
    agentId,
    at: new Date().toISOString(),
    profile: JSON.parse(JSON.stringify(profile)),
    seen,
    unseen,
  };
  try {
    await point.proposeProfile(proposal);
    log.info(
      `The smallest profile that this run would have needed waits in the console, under the name ${profile.name}.`,
    );
  } catch (error) {
    log.warn(`What was learnt could not be handed in: ${printable(messageOf(error), 300)}`);
  }
}
