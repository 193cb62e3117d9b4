/** Limits for the whole tree of a sandbox, by control groups, where this process may make them. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hasFreezer } from "./freeze.ts";
import type { Limits } from "./profile.ts";

const ROOT = "/sys/fs/cgroup";
const PARENT = "gatehouse";
const TRIES = 20;
const RETRY_MS = 50;

export type Cgroup = {
  /** Files that take the number of a process that joins. */
  joins: string[];
  limits: { memory: boolean; processes: boolean };
  /** Directory of the group that can be frozen; null where the kernel gives none. */
  freezer: string | null;
  remove(): void;
};

const NONE: Cgroup = { joins: [], limits: { memory: false, processes: false }, freezer: null, remove: () => undefined };

/** `NONE` where this process may not make any: then these limits are not enforced for the tree, and the runner says so. */
export function makeCgroup({ memoryMb, processes }: Limits): Cgroup {
  const bytes = String(memoryMb * 1024 * 1024);
  const unified = existsSync(`${ROOT}/cgroup.controllers`);
  const wanted: [string, [string, string][]][] = unified
    ? [
        [
          "",
          [
            ["memory.max", bytes],
            ["memory.swap.max", "0"],
            ["pids.max", String(processes)],
          ],
        ],
      ]
    : [
        [
          "memory",
          [
            ["memory.limit_in_bytes", bytes],
            ["memory.memsw.limit_in_bytes", bytes],
          ],
        ],
        ["pids", [["pids.max", String(processes)]]],
        // Beside the older groups, for its freezer.
        ["unified", []],
      ];
  const made = wanted.flatMap(([controller, values]) => make(controller, values) ?? []);
  if (made.length === 0) return NONE;
  const has = (file: string) => made.some(({ set }) => set.includes(file));
  return {
    joins: made.map(({ directory }) => path.join(directory, "cgroup.procs")),
    limits: { memory: has("memory.max") || has("memory.limit_in_bytes"), processes: has("pids.max") },
    freezer: made.find(({ directory }) => hasFreezer(directory))?.directory ?? null,
    remove: () => {
      for (const { directory } of made) removeSoon(directory, TRIES);
    },
  };
}

function make(controller: string, values: readonly [string, string][]): { directory: string; set: string[] } | null {
  const parent = path.join(ROOT, controller, PARENT);
  const directory = path.join(parent, randomUUID());
  const ready = quietly(() => {
    mkdirSync(parent, { recursive: true });
    if (controller === "") for (const above of [ROOT, parent]) delegate(above);
    mkdirSync(directory);
  });
  if (!ready) return null;
  const set = values.flatMap(([file, value]) => {
    const target = path.join(directory, file);
    // A kernel without accounting of swap has no such file; the limit on memory holds all the same.
    return existsSync(target) && quietly(() => writeFileSync(target, value)) ? [file] : [];
  });
  if (set.length > 0 || hasFreezer(directory)) return { directory, set };
  quietly(() => rmdirSync(directory));
  return null;
}

/** The kernel may still be taking down the last process: a group that is busy is tried again. */
function removeSoon(directory: string, tries: number): void {
  if (quietly(() => rmdirSync(directory)) || tries === 0) return;
  setTimeout(() => removeSoon(directory, tries - 1), RETRY_MS).unref();
}

function delegate(directory: string): void {
  const file = path.join(directory, "cgroup.subtree_control");
  const on = readFileSync(file, "utf8").split(/\s+/);
  for (const controller of ["memory", "pids"]) if (!on.includes(controller)) writeFileSync(file, `+${controller}`);
}

function quietly(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
