/** `npm run build`: builds what changed. `npm run build:sdk` passes --processes and leaves the console's pages out. */
import { buildConsole, buildProcesses } from "./start/build-steps.mjs";
import { ensurePackages } from "./start/install-packages.mjs";
import { report } from "./start/problem.mjs";

try {
  await ensurePackages();
  await buildProcesses();
  if (!process.argv.includes("--processes")) await buildConsole();
} catch (error) {
  process.exitCode = report(error);
}
