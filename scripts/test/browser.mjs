import { existsSync } from "node:fs";
import { Problem, tail } from "../start/problem.mjs";
import { runCommand } from "../start/run-command.mjs";
import { step } from "../start/step.mjs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const found = () => (process.env.CHROMIUM ? existsSync(process.env.CHROMIUM) : places.some((file) => existsSync(file)));

/** The browser tests use the system's Chromium. Root on Debian or Ubuntu gets it installed. */
export async function ensureBrowser() {
  if (found()) return;
  const mend = "Install Chromium (Debian: apt-get install chromium), or name one in CHROMIUM, and test again.";
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Problem("The browser tests found no Chromium.", mend);
  }
  await step("Installing Chromium for the browser tests", async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await runCommand("apt-get", ["update", "-q"], { env });
    const args = ["install", "-y", "-q", "--no-install-recommends", "chromium"];
    const { ok, output } = await runCommand("apt-get", args, { env });
    if (!ok || !found()) throw new Problem(`Chromium could not be installed.\n${tail(output, 3)}`, mend);
  });
}
