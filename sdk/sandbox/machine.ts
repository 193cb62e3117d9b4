/** What this machine has to make a sandbox with. */
import { existsSync } from "node:fs";
import path from "node:path";

/** Owns nothing and runs nothing else. Not `nobody`, whom other services share. */
const AGENT_UID = 65_533;

export type Machine = {
  bwrap: string;
  prlimit: string | null;
  setpriv: string | null;
  /** Carries the bridge to the egress proxy in less time than Node, which does it without. */
  perl: string | null;
  /** Who the sandbox's processes are outside of it. Never root: as root, settings of the kernel stay writable in a sandbox. */
  uid: number;
};

const DIRECTORIES = ["/usr/bin", "/bin", "/usr/local/bin"];

const program = (name: string): string | null =>
  DIRECTORIES.map((directory) => path.join(directory, name)).find((file) => existsSync(file)) ?? null;

/** The machine, or why it cannot sandbox. */
export function examineMachine(): Machine | { missing: string } {
  if (process.platform !== "linux") return { missing: "Sandboxes need Linux." };
  const bwrap = process.env.GATEHOUSE_BWRAP ?? program("bwrap");
  if (!bwrap || !existsSync(bwrap))
    return { missing: "bubblewrap is not installed (Debian: apt-get install bubblewrap)." };
  const own = process.getuid?.() ?? 0;
  const setpriv = program("setpriv");
  if (own === 0 && !setpriv)
    return { missing: "setpriv is not installed (package util-linux), and a sandbox is never started as root." };
  return {
    bwrap,
    prlimit: program("prlimit"),
    setpriv,
    perl: ["x64", "arm64"].includes(process.arch) ? program("perl") : null,
    uid: own === 0 ? AGENT_UID : own,
  };
}
