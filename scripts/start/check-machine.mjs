import { readFileSync, statfsSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";
import { Problem } from "./problem.mjs";

const GIGABYTE = 1_000_000_000;

/** Refuses a Node that is too old, before anything that such a Node would fail on in a stranger way. */
export function checkNode(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const wanted = engines.node.replace(/[^\d.]/g, "");
  const [major, minor] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = wanted.split(".").map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Problem(
    `Gatehouse needs Node ${wanted} or later; this is Node ${version}.`,
    "Install a current Node from https://nodejs.org and start again.",
  );
}

/** A disk that fills in the middle of an install leaves wreckage; asking first costs nothing. */
export function checkDisk(folder, gigabytes, purpose) {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= gigabytes * GIGABYTE) return;
  throw new Problem(
    `The disk of ${folder} has ${(free / GIGABYTE).toFixed(1)} GB free; ${purpose} needs ${gigabytes} GB.`,
    "Free some space and start again.",
  );
}
