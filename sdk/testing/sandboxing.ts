/** Whether this machine can sandbox: tests that need it are skipped by name where it cannot, and the void outcome is tested everywhere. */
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import path from "node:path";
import { examineMachine, type Machine } from "../sandbox/machine.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

function examined(): Machine | null {
  const machine = examineMachine();
  if ("missing" in machine) return null;
  const asAgent = process.getuid?.() === 0 ? [machine.setpriv ?? "", `--reuid=${machine.uid}`, "--clear-groups"] : [];
  const [file = "", ...args] = [
    ...asAgent,
    machine.bwrap,
    "--unshare-user",
    "--unshare-net",
    "--ro-bind",
    "/",
    "/",
    "true",
  ];
  return spawnSync(file, args).status === 0 ? machine : null;
}

export const sandboxing = examined();

export const theMachine = (): Machine => {
  if (!sandboxing) throw new Error("This machine cannot sandbox.");
  return sandboxing;
};

/** A new directory of the sandbox's user, as a place that an agent is to write has to be; gone after the test. */
export function agentPlace(): string {
  const root = temporaryDirectory();
  const place = path.join(root, "work");
  mkdirSync(place);
  if (process.getuid?.() === 0) {
    chmodSync(root, 0o711);
    chownSync(place, theMachine().uid, theMachine().uid);
  }
  return place;
}
