/** Which folders are not the repository's own code: dependencies, builds, and those that its .gitignore names plainly. */
import path from "node:path";
import { readText } from "./read-text.ts";

const ALWAYS = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  "bower_components",
  "__pycache__",
  "site-packages",
  ".venv",
  "venv",
  ".tox",
  ".nox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".next",
  ".nuxt",
  ".turbo",
  ".gradle",
  ".terraform",
  ".yarn",
  ".pnpm-store",
]);
const MOST = 256 * 1024;

/**
 * Patterns with wildcards are not read: what is skipped by mistake is an agent that nobody finds. Files are never skipped for being
 * ignored, since a key that is in use stands in just such a file.
 */
export function ignoredFolders(
  root: string,
  folder: string,
  entries: readonly { name: string; isFile: () => boolean }[],
): (name: string) => boolean {
  const has = entries.some((entry) => entry.name === ".gitignore" && entry.isFile());
  const read = has ? readText(path.join(root, folder, ".gitignore"), MOST) : "unread";
  const named = typeof read === "string" ? new Set<string>() : plainFolders(read.text);
  return (name) => ALWAYS.has(name) || named.has(name);
}

function plainFolders(text: string): Set<string> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  // A repository that takes something back again is read as if it had ignored nothing.
  if (lines.some((line) => line.startsWith("!"))) return new Set();
  return new Set(lines.flatMap((line) => /^\/?([A-Za-z0-9_.-]+)\/$/.exec(line)?.[1] ?? []));
}
