import path from "node:path";
import { root } from "../start/paths.mjs";

const bin = (...parts) => [process.execPath, path.join(root, "node_modules", ...parts)];
const tsx = (file, ...args) => [...bin("tsx", "dist", "cli.mjs"), file, ...args];
const vitest = (report, ...projects) => [
  ...bin("vitest", "vitest.mjs"),
  ...[
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ],
];

export const reportFile = (name) => path.join(root, "test-results", `${name}.json`);

/**
 * What `npm test` runs, in order: first what is quick to fail. A step without a `report` counts as one; the others count
 * what their report says. Nothing here repairs what it finds.
 */
export const steps = [
  { name: "generate", command: [...bin("prisma", "build", "index.js"), "generate"] },
  { name: "route-types", command: [...bin("next", "dist", "bin", "next"), "typegen"] },
  { name: "lint", command: [...bin("@biomejs", "biome", "bin", "biome"), "check", "."] },
  { name: "types", command: [...bin("typescript", "bin", "tsc"), "--noEmit"] },
  { name: "layers", command: tsx("scripts/layers.ts") },
  { name: "openapi", command: tsx("scripts/openapi.ts") },
  { name: "doc-refs", command: tsx("scripts/doc-refs.ts") },
  // The examples use the package as its users do: built.
  { name: "build-processes", command: [process.execPath, "scripts/build.mjs", "--processes"], full: true },
  { name: "examples-install", command: [process.execPath, "scripts/test/install-examples.mjs"], full: true },
  { name: "examples-types", command: [...bin("typescript", "bin", "tsc"), "--noEmit", "-p", "examples"], full: true },
  { name: "unit", command: vitest(reportFile("unit"), "unit", "sdk"), report: "vitest", sandbox: true },
  { name: "integration", command: vitest(reportFile("integration"), "integration"), report: "vitest", full: true },
  { name: "examples", command: vitest(reportFile("examples"), "examples"), report: "vitest", full: true },
  { name: "build", command: [process.execPath, "scripts/build.mjs"], full: true },
  {
    name: "e2e",
    command: [...bin("@playwright", "test", "cli.js"), "test"],
    report: "playwright",
    browser: true,
    full: true,
  },
];
