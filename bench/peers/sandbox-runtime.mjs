/** Anthropic's sandbox-runtime as a library, set up once: for each line that comes, starts `true` in it and says how many milliseconds that took. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { SandboxManager } from "@anthropic-ai/sandbox-runtime";

process.chdir("/tmp");
await SandboxManager.initialize({
  network: { allowedDomains: ["api.example.com"], deniedDomains: [] },
  filesystem: { denyRead: [], allowWrite: [], denyWrite: [] },
});

async function started() {
  const from = process.hrtime.bigint();
  const command = await SandboxManager.wrapWithSandbox("/usr/bin/true");
  const child = spawn(command, { shell: true, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (bytes) => {
    said += bytes;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`sandbox-runtime ended with ${code}: ${said}`);
  return Number(process.hrtime.bigint() - from) / 1e6;
}

console.log("ready");
for await (const _ of createInterface({ input: process.stdin })) console.log(await started());
await SandboxManager.reset();
process.exit(0);
