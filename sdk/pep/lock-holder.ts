/** Who holds a state directory, so that a process that is gone does not hold it for ever. */
import { readFileSync } from "node:fs";

type Holder = { pid: number; started: string };

export const thisProcess = (): Holder => ({ pid: process.pid, started: startedAt(process.pid) });

/** A process number is used again after a restart, so the time at which the process began is part of its name. */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

export function isRunning(holder: string): boolean {
  const { pid, started } = parseHolder(holder);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return startedAt(pid) === started;
}

export const pidOf = (holder: string): number => parseHolder(holder).pid;

function parseHolder(text: string): Holder {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "pid" in value && "started" in value) {
      return { pid: Number(value.pid), started: String(value.started) };
    }
  } catch {
    // A torn lock file belongs to nobody.
  }
  return { pid: Number.MAX_SAFE_INTEGER, started: "" };
}
