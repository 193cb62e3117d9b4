/** `npm run doc-refs`: fails when a document cites a file, folder, npm script or test that does not exist. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { findBroken } from "./doc-refs/find-broken";
import { findUntested } from "./doc-refs/find-untested";

const root = path.join(import.meta.dirname, "..");
const skipped = new Set([".git", ".gatehouse", ".next", "dist", "generated", "node_modules", "test-results"]);

function* pathsUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const name = path.posix.join(folder, entry.name);
    yield name;
    if (entry.isDirectory()) yield* pathsUnder(name);
  }
}

const read = (name: string): string => readFileSync(path.join(root, name), "utf8");
const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
const known = { paths: new Set(pathsUnder("")), scripts: new Set(Object.keys(scripts)) };
const documents = [...known.paths].filter((name) => name.endsWith(".md"));
const code = (name: string): string | null => (known.paths.has(name) ? read(name) : null);
const errors = documents.flatMap((name) => [
  ...findBroken(name, read(name), known),
  ...findUntested(name, read(name), code),
]);

for (const error of errors) console.error(error);
console.log(`${documents.length} documents, ${errors.length} broken references`);
if (errors.length > 0) process.exitCode = 1;
