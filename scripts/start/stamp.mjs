import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

const skipped = new Set(["node_modules", "dist", "generated"]);

function* filesUnder(name) {
  const full = path.join(root, name);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) {
    if (!/\.test\.tsx?$/.test(name)) yield name;
    return;
  }
  for (const entry of readdirSync(full).sort()) {
    if (!skipped.has(entry)) yield* filesUnder(path.posix.join(name, entry));
  }
}

/** One hash over everything that a build reads, so that a build is skipped exactly when it would make the same again. */
export function sourceHash(names) {
  const hash = createHash("sha256");
  for (const name of names.flatMap((entry) => [...filesUnder(entry)])) {
    const content = readFileSync(path.join(root, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

export function stampMatches(file, hash) {
  const full = path.join(root, file);
  return existsSync(full) && readFileSync(full, "utf8") === hash;
}

export function writeStamp(file, hash) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), hash);
}
