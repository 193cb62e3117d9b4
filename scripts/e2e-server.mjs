/**
 * A Gatehouse of its own for the browser tests: everything that `npm start` runs, on an empty data directory and free ports
 * that the test configuration chose. The directory goes when the tests are over.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

const dataDir = process.env.GATEHOUSE_DATA_DIR;
if (!dataDir || !path.basename(dataDir).startsWith("gatehouse-e2e-")) {
  throw new Error(
    "Start the browser tests with `npm run e2e`: GATEHOUSE_DATA_DIR must name a directory made for them.",
  );
}

// Whatever database the developer works with is not for the tests.
const { DATABASE_URL: _, ...outer } = process.env;
// The mail server and the receivers of the journeys stand on this machine.
const env = { ...outer, GATEHOUSE_EGRESS_ALLOW: "127.0.0.1" };
const child = spawn(process.execPath, [path.join(import.meta.dirname, "start.mjs")], { env, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill("SIGTERM"));
child.once("exit", (code) => {
  rmSync(dataDir, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
