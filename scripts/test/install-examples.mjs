/** Installs the agent frameworks that examples/ is tried with: nobody needs them to run Gatehouse. */
import path from "node:path";
import { ensurePackages } from "../start/install-packages.mjs";
import { root } from "../start/paths.mjs";
import { report } from "../start/problem.mjs";

try {
  await ensurePackages(process.stdout, path.join(root, "examples"));
} catch (error) {
  process.exitCode = report(error);
}
