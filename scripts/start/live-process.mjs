import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Names one life of a process: its id alone comes back after a restart (in a container always the same few ids do),
 * so the time of its birth is part of the name. Undefined when no such process lives.
 */
export function processIdentity(pid) {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? undefined : `${pid} ${fields[19]}`;
    }
    const born = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return born ? `${pid} ${born}` : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that wrote its identity into a file is still alive. */
export function identityAlive(text) {
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 0 && processIdentity(pid) === text.trim();
}

function abandoned(folder) {
  try {
    const text = readFileSync(path.join(folder, "owner"), "utf8");
    return !identityAlive(text);
  } catch {
    // Between mkdir and the writing of its owner a lock is bare; only one that stays bare was left behind.
    const made = statSync(folder, { throwIfNoEntry: false });
    return made !== undefined && Date.now() - made.mtimeMs > 5000;
  }
}

/** Runs `work` while no other process holds the same lock folder. mkdir is the one atomic step every disk offers. */
export async function withLock(folder, work, patienceMs = 90_000) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (abandoned(folder)) {
      const aside = `${folder}.${process.pid}.${Date.now()}`;
      try {
        renameSync(folder, aside);
        rmSync(aside, { recursive: true, force: true });
      } catch {
        // Another process took it away first.
      }
    } else if (Date.now() > deadline) {
      throw new Error(`${folder} is held by another process. If none is running, delete that folder.`);
    } else {
      await wait(100);
    }
  }
  try {
    writeFileSync(path.join(folder, "owner"), processIdentity(process.pid) ?? "");
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
