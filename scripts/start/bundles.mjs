import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/** Our own processes, each as one file in dist/. The packages they use stay in node_modules. */
const entries = {
  gateway: "lib/gateway/main.ts",
  worker: "lib/jobs/main.ts",
  packs: "lib/jobs/pack-main.ts",
  migrate: "lib/db/migrate-main.ts",
  admin: "scripts/admin-main.ts",
  demo: "demo/main.ts",
};

export const bundleFile = (name) => path.join(root, "dist", `${name}.mjs`);

export function bundleOptions() {
  const present = Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file)));
  return {
    absWorkingDir: root,
    entryPoints: present.map(([out, file]) => ({ in: file, out })),
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "linked",
    logLevel: "silent",
  };
}
