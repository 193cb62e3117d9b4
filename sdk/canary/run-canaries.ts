/** Runs the attempts in the very sandbox of an agent and, by the same code, outside of it. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { EgressProxy } from "../egress/egress-proxy.ts";
import { ungoverned } from "../egress/governor.ts";
import { messageOf, silent } from "../pep/logger.ts";
import { BRIDGE_PORT } from "../sandbox/bridge-source.ts";
import { INSIDE } from "../sandbox/bwrap-arguments.ts";
import { type Ending, launch, RunDirectory } from "../sandbox/launch.ts";
import { examineMachine, type Machine } from "../sandbox/machine.ts";
import type { EgressRule, Profile } from "../sandbox/profile.ts";
import type { CanaryAttempt, CanaryResult } from "../wire/canary-attempt.ts";
import { ALLOWED_HOST, type Ground, prepareGround, SECRET_VARIABLE } from "./ground.ts";
import { judgeAttempt, judgeRun } from "./judge.ts";
import type { Loot, Probe } from "./probe.ts";
import { boundProbes, type Line, mainProbes, probeScript, readLines } from "./probe-script.ts";
import { cpuProbe, wallProbe } from "./probes-limits.ts";
import { worksProbes } from "./probes-works.ts";

export type CanaryRun = {
  attempts: CanaryAttempt[];
  result: CanaryResult;
  reason: string;
  lacks: string[];
  uid: number | null;
};

const ALL: readonly Probe[] = [...mainProbes, ...boundProbes, cpuProbe, wallProbe];
const CONTROL_WITHIN_MS = 60_000;

export async function runCanaries(profile: Profile, keyFile: string): Promise<CanaryRun> {
  const machine = examineMachine();
  if ("missing" in machine) return voided(machine.missing, null);
  const small = withOwnPlaces(profile);
  const ground = await prepareGround(machine, small, keyFile);
  try {
    return await measure(machine, small, ground);
  } catch (error) {
    return voided(messageOf(error), machine.uid);
  } finally {
    ground.leave();
  }
}

function voided(why: string, uid: number | null): CanaryRun {
  const nothing = {
    control: new Map<string, Line>(),
    sandboxed: new Map<string, Line>(),
    ended: new Map<string, string>(),
  };
  const attempts = ALL.map((probe) => judgeAttempt(probe, nothing));
  return { attempts, ...judgeRun(attempts, `${why.replace(/\.$/, "")}. This agent is not isolated.`), lacks: [], uid };
}

/** The agent's profile with limits that can be reached in a moment: tried is that they hold, not how high they are. */
function withOwnPlaces(profile: Profile): Profile {
  const { memoryMb, processes, fileMb, tmpMb } = profile.limits;
  const limits = {
    ...profile.limits,
    ...{ memoryMb: Math.min(memoryMb, 192), processes: Math.min(processes, 64) },
    ...{ fileMb: Math.min(fileMb, 16), tmpMb: Math.min(tmpMb, 16), wallSeconds: 60 },
  };
  return { ...profile, limits };
}

async function measure(machine: Machine, profile: Profile, ground: Ground): Promise<CanaryRun> {
  const own: Profile = {
    ...profile,
    write: [...profile.write, ground.loot.work],
    egress: [...profile.egress, ...allowedRules(ground.loot.httpPort)],
  };
  const inside = { ...ground.loot, proxy: { host: "127.0.0.1", port: BRIDGE_PORT } };
  const second = (limits: Partial<Profile["limits"]>): Profile => ({ ...own, limits: { ...own.limits, ...limits } });
  const box = (one: Profile, probes: readonly Probe[]) =>
    sandboxed({ machine, profile: one, ground, loot: inside, probes });
  const [quick, slow, late, main, bounds, cpu, wall] = await Promise.all([
    outside(ground, [...mainProbes, ...boundProbes]),
    outside(ground, [cpuProbe]),
    outside(ground, [wallProbe]),
    box(own, [...worksProbes, ...mainProbes]),
    box(own, boundProbes),
    box(second({ cpuSeconds: 1 }), [cpuProbe]),
    box(second({ wallSeconds: 1 }), [wallProbe]),
  ]);
  const control = new Map([...quick, ...slow, ...late]);
  const lines = new Map([...main.lines, ...bounds.lines, ...cpu.lines, ...wall.lines]);
  const ended = new Map<string, string>();
  if (wall.ending.why === "wall time") ended.set(wallProbe.id, "ended by the runner at the limit");
  const attempts = ALL.map((probe) => judgeAttempt(probe, { control, sandboxed: lines, ended }));
  return { attempts, ...judgeRun(attempts, faultOf(main)), lacks: main.lacks, uid: machine.uid };
}

/** A sandbox in which nothing works refuses everything, and that proves nothing. */
function faultOf({ lines, said }: Boxed): string | null {
  const broken = worksProbes.find(({ id }) => !lines.get(id)?.got);
  if (!broken) return null;
  const why = lines.get(broken.id)?.seen ?? (said.trim().split("\n").at(-1) || "it did not start");
  return `the sandbox does not work here, it failed to ${broken.attempt} (${why.slice(0, 300)}). This agent is not isolated.`;
}

const allowedRules = (port: number): EgressRule[] => {
  const rule = { port, addresses: ["127.0.0.1"] };
  const secret = { name: "canary", from: SECRET_VARIABLE, header: "x-canary", prefix: "" };
  return [
    { ...rule, host: ALLOWED_HOST, as: "http", secret },
    { ...rule, host: `tunnel.${ALLOWED_HOST}`, as: "tunnel" },
  ];
};

async function outside(ground: Ground, probes: readonly Probe[]): Promise<Map<string, Line>> {
  const loot = { ...ground.loot, proxy: { host: "127.0.0.1", port: ground.openProxyPort } };
  const child = spawn(process.execPath, ["-"], {
    cwd: ground.loot.work,
    stdio: ["pipe", "pipe", "ignore", ground.descriptor],
    env: { ...process.env, CANARY_SECRET: ground.secret },
    timeout: CONTROL_WITHIN_MS,
  });
  child.stdin?.end(probeScript(probes, loot));
  return readLines(await printedBy(child.stdout, child));
}

type Box = { machine: Machine; profile: Profile; ground: Ground; loot: Loot; probes: readonly Probe[] };
type Boxed = { lines: Map<string, Line>; said: string; ending: Ending; lacks: string[] };

async function sandboxed({ machine, profile, ground, loot, probes }: Box): Promise<Boxed> {
  const run = new RunDirectory(machine);
  const proxy = new EgressProxy({
    rules: profile.egress,
    secrets: new Map([[SECRET_VARIABLE, ground.secret]]),
    governor: ungoverned,
    log: silent,
    // Only the canary's own hosts are asked for, and they stand at the beacons.
    resolve: async () => ["127.0.0.1"],
  });
  try {
    await proxy.listen(run.socket);
    run.give(run.socket);
    writeFileSync(path.join(run.path, "probes.cjs"), probeScript(probes, loot));
    const command = [`${INSIDE}/node`, `${INSIDE}/probes.cjs`];
    const environment = process.env;
    const box = launch({ profile, machine, command, egress: true, run, environment, stdio: "pipe" });
    let said = "";
    box.child.stderr?.on("data", (bytes) => {
      said += bytes;
    });
    const [printed, ending] = await Promise.all([printedBy(box.child.stdout, box.child), box.ended]);
    return { lines: readLines(printed), said, ending, lacks: box.lacks };
  } finally {
    await proxy.close();
    run.remove();
  }
}

function printedBy(stream: NodeJS.ReadableStream | null, child: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    stream?.on("data", (bytes) => {
      printed += bytes;
    });
    child.once("error", reject);
    child.once("close", () => resolve(printed));
  });
}
