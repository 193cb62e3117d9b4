import { existsSync } from "node:fs";
import { runCommand } from "../start/run-command.mjs";
import { step } from "../start/step.mjs";

const places = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap"];
const found = () => Boolean(process.env.GATEHOUSE_BWRAP) || places.some((file) => existsSync(file));

/**
 * Tests of the sandbox use the system's bubblewrap. Root on Debian or Ubuntu gets it installed. Where it cannot be had, those
 * tests are skipped by name, and counted as skipped: that the outcome is "void" there is tested on every machine.
 */
export async function ensureSandbox() {
  if (found()) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await step("Installing bubblewrap for the tests of the sandbox", async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      await runCommand("apt-get", ["update", "-q"], { env });
      await runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", "bubblewrap"], { env });
    });
  }
  if (!found())
    console.log("There is no bubblewrap here (Debian: apt-get install bubblewrap): tests that need it are skipped.");
}
