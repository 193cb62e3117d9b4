/** Starts a command in a sandbox, and ends the whole tree of it. */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bridgeSource } from "./bridge-source.ts";
import { bwrapArguments } from "./bwrap-arguments.ts";
import { type Cgroup, makeCgroup } from "./cgroup.ts";
import { freezeTree, thawTree } from "./freeze.ts";
import type { Machine } from "./machine.ts";
import { perlBridgeSource } from "./perl-bridge-source.ts";
import { checkPlaces } from "./places.ts";
import type { Profile } from "./profile.ts";
import { seccompFilter } from "./seccomp.ts";

const SECCOMP_FD = 3;
const INFO_FD = 4;
const MB = 1024 * 1024;
/** The environment of bubblewrap itself can be read inside, as that of process 1. */
const PLAIN: Record<string, string | undefined> = { PATH: "/usr/bin:/bin" };

export type Ending = { code: number | null; signal: NodeJS.Signals | null; why: "ended" | "wall time" | "stopped" };

export type Sandbox = {
  child: ChildProcess;
  /** Settles when no process of the tree is left. */
  ended: Promise<Ending>;
  /** Ends every process of the tree, also of one that is frozen. */
  kill(): void;
  /** Halts every process of the tree where it stands. False when that cannot be said for certain: then it has to be ended. */
  freeze(): boolean;
  thaw(): void;
  /** Layers that this machine does not give, in words. */
  lacks: string[];
};

export type LaunchOptions = {
  profile: Profile;
  machine: Machine;
  command: readonly string[];
  egress: boolean;
  run: RunDirectory;
  environment?: Readonly<Record<string, string | undefined>>;
  /** Of the standard streams. */
  stdio?: "inherit" | "pipe";
  /** Freezes by stopping each process, as where no control group can be made. */
  bySignals?: boolean;
};

/** A directory of one sandbox's own files, for the sandbox's user alone. */
export class RunDirectory {
  readonly path = mkdtempSync(path.join(tmpdir(), "gatehouse-run-"));
  readonly socket = path.join(this.path, "egress.sock");
  private readonly uid: number;

  constructor({ uid }: Machine) {
    this.uid = uid;
    const files = {
      "bridge.cjs": bridgeSource,
      "bridge.pl": perlBridgeSource,
      node: "",
      passwd: `agent:x:${uid}:${uid}:agent:/tmp:/bin/sh\n`,
      group: `agent:x:${uid}:\n`,
      hosts: "127.0.0.1 localhost sandbox\n::1 localhost\n",
      "resolv.conf": "",
      "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    };
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(this.path, name), content, { mode: 0o644 });
    this.give(this.path);
  }

  /** To the sandbox's user: nobody else on this machine gets at the proxy. */
  give(file: string): void {
    if (process.getuid?.() === 0) chownSync(file, this.uid, this.uid);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function launch({
  profile,
  machine,
  command,
  egress,
  run,
  environment = {},
  stdio = "inherit",
  bySignals = false,
}: LaunchOptions): Sandbox {
  checkPlaces(profile);
  const filter = seccompFilter();
  const cgroup = makeCgroup(profile.limits);
  const descriptors = { seccomp: filter ? SECCOMP_FD : null, info: INFO_FD };
  const { perl } = machine;
  const inside = bwrapArguments({ profile, runDirectory: run.path, command, egress, perl, environment, descriptors });
  const [file = "", ...args] = [...before(machine, profile, cgroup), machine.bwrap, ...inside];
  const seccomp = filter ? openFilter(run, filter) : null;
  const streams: StdioOptions = [stdio, stdio, stdio, seccomp ?? "ignore", "pipe"];
  const child = spawn(file, args, { stdio: streams, cwd: "/", env: PLAIN as NodeJS.ProcessEnv });
  if (seccomp !== null) closeSync(seccomp);
  const lacks = lacking(machine, cgroup, filter !== null);
  return {
    child,
    lacks,
    ...ending(child, profile.limits.wallSeconds, bySignals ? { ...cgroup, freezer: null } : cgroup),
  };
}

/** Written past the descriptor's position, so that who reads it next begins at the start; the name is gone at once. */
function openFilter(run: RunDirectory, filter: Buffer): number {
  const file = path.join(run.path, "filter");
  const opened = openSync(file, "wx+", 0o600);
  rmSync(file);
  writeSync(opened, filter, 0, filter.length, 0);
  return opened;
}

/** Each step becomes the next one by exec, so that the process we started is bubblewrap in the end. */
function before({ prlimit, setpriv, uid }: Machine, { limits }: Profile, { joins, limits: has }: Cgroup): string[] {
  const { cpuSeconds, fileMb, processes } = limits;
  const join = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@"';
  const asRoot = process.getuid?.() === 0;
  const bounds = ["--core=0", `--cpu=${cpuSeconds}`, `--fsize=${fileMb * MB}`];
  if (!has.processes) bounds.push(`--nproc=${processes}`);
  return [
    ...(joins.length > 0 ? ["/bin/sh", "-c", join, "sh", ...joins, "--"] : []),
    ...(prlimit ? [prlimit, ...bounds] : []),
    ...(asRoot && setpriv
      ? [setpriv, `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--inh-caps=-all", "--no-new-privs"]
      : []),
  ];
}

function lacking({ prlimit }: Machine, { limits }: Cgroup, filtered: boolean): string[] {
  return [
    ...(limits.memory ? [] : ["memory is not limited: no control group can be made here"]),
    ...(limits.processes
      ? []
      : ["processes are limited for the user, not for the tree: no control group can be made here"]),
    ...(prlimit ? [] : ["CPU time and file size are not limited: prlimit is not installed"]),
    ...(filtered ? [] : [`system calls are not filtered on ${process.arch}`]),
  ];
}

type Held = Pick<Sandbox, "ended" | "kill" | "freeze" | "thaw">;

function ending(child: ChildProcess, wallSeconds: number, cgroup: Cgroup): Held {
  let why: Ending["why"] = "ended";
  let over = false;
  let inner: number | null = null;
  let said = "";
  child.stdio[INFO_FD]?.on("data", (bytes: Buffer) => {
    said += bytes.toString("latin1");
    inner = Number(/"child-pid":\s*(\d+)/.exec(said)?.[1] ?? 0) || null;
  });
  const tree = { group: cgroup.freezer, first: () => inner };
  // Before the first process is known the sandbox is not up, and its own steps are not to be halted half-way.
  const freeze = (): boolean => !over && inner !== null && freezeTree(tree);
  const thaw = (): void => {
    if (!over) thawTree(tree);
  };
  const kill = (): void => {
    // Its number may be another process's by now.
    if (over) return;
    if (why === "ended") why = "stopped";
    // The end of the first process inside is the end of all of them, and bubblewrap ends when they have.
    if (inner === null || !signalled(inner)) child.kill("SIGKILL");
    // Bubblewrap itself is in the frozen group, and has to see that they ended.
    if (cgroup.freezer) thaw();
  };
  const timer = setTimeout(
    () => {
      why = "wall time";
      kill();
    },
    Math.min(wallSeconds * 1000, 2 ** 31 - 1),
  );
  const finish = (): void => {
    over = true;
    clearTimeout(timer);
    cgroup.remove();
  };
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("error", (error) => {
      finish();
      reject(error);
    });
    child.once("close", (code, signal) => {
      finish();
      resolve({ code, signal, why });
    });
  });
  return { ended, kill, freeze, thaw };
}

function signalled(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}
