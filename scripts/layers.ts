/** `npm run layers`: the architecture, checked. The order itself is in scripts/layers/order.ts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkLayers } from "./layers/check-layers";

const root = path.join(import.meta.dirname, "..");
const folders = ["app", "bench", "components", "demo", "e2e", "lib", "scripts", "sdk"];
const single = ["proxy.ts", "next.config.ts", "playwright.config.ts", "prisma.config.ts", "vitest.config.ts"];
const skipped = /(^|\/)(node_modules|dist|generated)(\/|$)/;

function sourcesIn(folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, "/")))
    .filter((name) => /\.(tsx?|mjs|mts)$/.test(name) && !skipped.test(name) && !/(^|\/)\./.test(name));
}

const names = [...folders.flatMap(sourcesIn), ...single.filter((name) => existsSync(path.join(root, name)))];
const files = new Map(names.map((name) => [name, readFileSync(path.join(root, name), "utf8")]));
const { errors, warnings } = checkLayers(files);

for (const warning of warnings) console.warn(`warning  ${warning}`);
for (const error of errors) console.error(`error    ${error}`);
console.log(`${files.size} files, ${errors.length} errors, ${warnings.length} warnings`);
if (errors.length > 0) process.exitCode = 1;
