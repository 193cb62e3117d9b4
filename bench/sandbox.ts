/**
 * What the sandbox costs: the start of a command in it beside bare bubblewrap with the same namespaces and beside Anthropic's
 * sandbox-runtime, and the halt and the end of a whole tree. In turns within one run. Its egress proxy: bench/egress.ts.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { median, print } from "@/bench/support/figures";
import { launch, RunDirectory } from "@/sdk/sandbox/launch";
import { examineMachine, type Machine } from "@/sdk/sandbox/machine";
import { Profile } from "@/sdk/sandbox/profile";

const ROUNDS = 30;

const found = examineMachine();
if ("missing" in found) throw new Error(found.missing);
const machine: Machine = found;

const since = (started: bigint): number => Number(process.hrtime.bigint() - started) / 1e6;
const plain = Profile.parse({ format: 1, name: "bench" });

/** Bubblewrap as the same user, with the same namespaces and no more. */
async function bare(): Promise<number> {
  const asAgent = process.getuid?.() === 0 ? [machine.setpriv ?? "", `--reuid=${machine.uid}`, "--clear-groups"] : [];
  const namespaces = ["--unshare-user", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "true"];
  const [file = "", ...args] = [...asAgent, machine.bwrap, ...namespaces];
  const started = process.hrtime.bigint();
  const child = spawn(file, args, { stdio: "ignore" });
  await new Promise((resolve) => child.once("close", resolve));
  return since(started);
}

async function boxed(egress: boolean): Promise<number> {
  const started = process.hrtime.bigint();
  const run = new RunDirectory(machine);
  const box = launch({ profile: plain, machine, run, egress, stdio: "pipe", command: ["/usr/bin/true"] });
  await box.ended;
  const took = since(started);
  run.remove();
  return took;
}

/** From the order to the moment at which nothing of the tree moves; and from the next to that at which none of it is left. */
async function halted(): Promise<{ freeze: number; kill: number }> {
  const run = new RunDirectory(machine);
  const command = ["/bin/sh", "-c", "sleep 60 & sleep 60 & echo up; wait"];
  const box = launch({ profile: plain, machine, run, egress: false, stdio: "pipe", command });
  await new Promise((resolve) => box.child.stdout?.once("data", resolve));
  const ordered = process.hrtime.bigint();
  if (!box.freeze()) throw new Error("the tree did not stand still");
  const freeze = since(ordered);
  box.thaw();
  const started = process.hrtime.bigint();
  box.kill();
  await box.ended;
  const kill = since(started);
  run.remove();
  return { freeze, kill };
}

/** Another sandbox as a library, set up once, in a process of its own and as the same user as ours. */
async function peer(): Promise<{ start: () => Promise<number>; end: () => void } | null> {
  const file = path.join(import.meta.dirname, "peers/sandbox-runtime.mjs");
  const asAgent = process.getuid?.() === 0 ? [machine.setpriv ?? "", `--reuid=${machine.uid}`, "--clear-groups"] : [];
  const [program = "", ...args] = [...asAgent, process.execPath, file];
  const env = { ...process.env, HOME: "/tmp" };
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string | null> => (await lines.next()).value ?? null;
  if ((await next()) === null) return null;
  return {
    start: async () => {
      child.stdin.write("start\n");
      return Number(await next());
    },
    end: () => child.stdin.end(),
  };
}

const runtime = await peer();
if (!runtime)
  console.error("sandbox-runtime does not start here (it needs socat and ripgrep): not measured beside it.");
const figures = {
  runtime: [] as number[],
  bare: [] as number[],
  sandbox: [] as number[],
  withProxy: [] as number[],
  kill: [] as number[],
  freeze: [] as number[],
};
for (let round = 0; round < ROUNDS; round += 1) {
  if (runtime) figures.runtime.push(await runtime.start());
  figures.bare.push(await bare());
  figures.sandbox.push(await boxed(false));
  figures.withProxy.push(await boxed(true));
  const { freeze, kill } = await halted();
  figures.freeze.push(freeze);
  figures.kill.push(kill);
}
const ms = { unit: "ms" } as const;
const bareStart = { ...ms, against: "bare bubblewrap", yardstick: median(figures.bare) };
print({ name: "sandbox.start.p50", value: median(figures.sandbox), ...bareStart });
print({ name: "sandbox.start.withProxy.p50", value: median(figures.withProxy), ...bareStart });
if (runtime) {
  const against = "sandbox-runtime as a library";
  const value = median(figures.withProxy);
  print({ name: "sandbox.start.withProxy.p50", value, ...ms, against, yardstick: median(figures.runtime) });
}
print({ name: "sandbox.freeze.p50", value: median(figures.freeze), ...ms, against: "10 ms", yardstick: 10 });
print({ name: "sandbox.kill.p50", value: median(figures.kill), ...ms, against: "25 ms", yardstick: 25 });
runtime?.end();
