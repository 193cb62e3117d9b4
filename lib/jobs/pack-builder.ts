/**
 * Has audit packs built by a process of its own, which ends when none waits: however many calls a pack holds, what its building
 * takes is bounded there, and is given back. Nor can it take the worker along.
 */
import { fork } from "node:child_process";
import path from "node:path";
import { packsWait } from "@/lib/compliance/run-packs";
import type { Db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { errorFields, log } from "@/lib/log";

/** Pages and pieces are small: more heap than this would only be garbage that nobody has swept yet. */
const BOUNDS = ["--max-old-space-size=128", "--max-semi-space-size=2"];

let building: Promise<void> | null = null;
let askedAgain = false;

/** One process at a time; what is asked for meanwhile is looked after once it has ended. */
export async function buildPacks(db: Db): Promise<void> {
  askedAgain = true;
  building ??= build(db);
  await building;
}

async function build(db: Db): Promise<void> {
  while (askedAgain) {
    askedAgain = false;
    try {
      if (await packsWait(db)) await runProcess();
    } catch (error) {
      log.error("audit packs wait", errorFields(error));
    }
  }
  building = null;
}

function runProcess(): Promise<void> {
  const child = fork(path.join(import.meta.dirname, "packs.mjs"), {
    execArgv: [...process.execArgv, ...BOUNDS],
    // One arena of the allocator: buffers that come and go in many threads would otherwise leave holes in each.
    env: { ...env.inherited, MALLOC_ARENA_MAX: "1" },
  });
  return new Promise((ended, failed) => {
    child.once("error", failed);
    child.once("exit", (code, signal) => {
      if (code === 0) ended();
      else failed(new Error(`the process that builds audit packs ended with ${code ?? signal}`));
    });
  });
}
