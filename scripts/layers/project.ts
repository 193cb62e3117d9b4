/** The files of the project and which of them imports which. */
import path from "node:path";
import { type Import, readImports } from "./read-imports";

/** An import as the rules see it: `file` when it leads to a file of ours, else the package's name stays in `specifier`. */
export type Edge = Import & { from: string; file: string | undefined };

export type Project = { files: ReadonlyMap<string, string>; edges: readonly Edge[] };

const ENDINGS = ["", ".ts", ".tsx", ".mjs", ".d.mts", "/index.ts", "/index.tsx"];

export function projectOf(files: ReadonlyMap<string, string>): Project {
  const edges = [...files].flatMap(([from, source]) =>
    readImports(source).map((found) => ({ ...found, from, file: resolve(from, found.specifier, files) })),
  );
  return { files, edges };
}

function resolve(from: string, specifier: string, files: ReadonlyMap<string, string>): string | undefined {
  const target = targetOf(from, specifier);
  if (target === undefined) return undefined;
  // A file that is generated or missing still has a place, and places are what the rules speak of.
  return ENDINGS.map((ending) => target + ending).find((name) => files.has(name)) ?? target;
}

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@/")) return path.posix.normalize(specifier.slice(2));
  if (specifier.startsWith(".")) return path.posix.join(path.posix.dirname(from), specifier);
  if (specifier === "gatehouse" || specifier.startsWith("gatehouse/")) return "sdk/index.ts";
  return undefined;
}

export const withoutEnding = (file: string): string => file.replace(/\.(d\.mts|tsx?|mjs)$/, "");

/** Tests, and what exists for them only. They may reach everywhere. */
export const isTest = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || /\.spec\.ts$/.test(file) || /^(e2e|bench)\//.test(file) || isTestSupport(file);

/** The helpers that a folder offers to tests: `testing.ts`, or a folder of that name. */
export const isTestSupport = (file: string): boolean => /(^|\/)testing(\/|\.tsx?$|$)/.test(file);
