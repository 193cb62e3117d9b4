/**
 * Halts every process of a sandbox where it stands, and lets them go on: by the kernel's freezer, where a control group can be
 * made; otherwise by stopping each of them, again until none is left that moves.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";

/** A tree that has not come to rest within this time is not held: whoever asked has to end it. */
const WITHIN_MS = 100;

export type Tree = {
  /** Directory of the sandbox's own control group with a freezer; null where there is none. */
  group: string | null;
  /** The first process inside, by its number out here; null before it is known. */
  first(): number | null;
};

/** Whether nothing of the tree moves any more. Waits for it, so that what is confirmed is true. */
export function freezeTree({ group, first }: Tree): boolean {
  const deadline = performance.now() + WITHIN_MS;
  if (group) return freezeGroup(group, deadline);
  const root = first();
  return root !== null && stopAll(root, deadline);
}

export function thawTree({ group, first }: Tree): void {
  if (group) return void attempt(() => writeFileSync(path.join(group, FREEZE), "0"));
  const root = first();
  if (root !== null) for (const pid of treeOf(root) ?? []) attempt(() => process.kill(pid, "SIGCONT"));
}

const FREEZE = "cgroup.freeze";
const STOP_BIT = 1n << BigInt(constants.signals.SIGSTOP - 1);
export const hasFreezer = (group: string): boolean => existsSync(path.join(group, FREEZE));

function freezeGroup(group: string, deadline: number): boolean {
  const frozen = (): boolean => /^frozen 1$/m.test(readFileSync(path.join(group, "cgroup.events"), "utf8"));
  attempt(() => writeFileSync(path.join(group, FREEZE), "1"));
  do {
    if (attempt(frozen)) return true;
  } while (performance.now() < deadline);
  return false;
}

/** A process that still moved may have let another one go on: only two looks in a row that find none moving count. */
function stopAll(root: number, deadline: number): boolean {
  let still = 0;
  do {
    const tree = treeOf(root);
    if (tree === null) return false;
    const moving = tree.filter(isMoving);
    still = moving.length === 0 ? still + 1 : 0;
    for (const pid of moving) attempt(() => process.kill(pid, "SIGSTOP"));
  } while (still < 2 && performance.now() < deadline);
  return still === 2;
}

/** Null where the kernel does not say who a process's children are. Orphans in there are children of the first process. */
function treeOf(root: number): number[] | null {
  const found = [root];
  for (const pid of found) {
    const children = attempt(() => childrenOf(pid));
    if (children === null && pid === root) return null;
    found.push(...(children ?? []));
  }
  return found;
}

function childrenOf(pid: number): number[] {
  // Each thread has a list of its own.
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
}

/**
 * What stopped, ended, or is no more does not move. Nor does what waits in the kernel with the stop before it, as a process
 * whose child was stopped between its birth and its program: it stops before it runs on.
 */
function isMoving(pid: number): boolean {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, "utf8"));
  if (status === null) return false;
  const state = /^State:\s+(\S)/m.exec(status)?.[1] ?? "";
  if (/[TtZX]/.test(state)) return false;
  const pending = BigInt(`0x${/^ShdPnd:\s+([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  return state !== "D" || (pending & STOP_BIT) === 0n;
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
