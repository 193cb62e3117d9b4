import { rmSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { afterAll } from "vitest";

const sdk = path.resolve(import.meta.dirname, "..");

/** A source file as one that plain Node runs, in a place from which packages are found; gone after the test file. */
export function bundled(source: string): string {
  const outdir = path.join(sdk, "node_modules/.cache", `gatehouse-test-${process.pid}-${path.basename(source, ".ts")}`);
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));
  buildSync({
    entryPoints: [path.join(sdk, source)],
    outdir,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    external: ["@cedar-policy/cedar-wasm"],
    // Some packages are CommonJS and ask for what they need as such.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
  });
  return path.join(outdir, `${path.basename(source, ".ts")}.mjs`);
}
