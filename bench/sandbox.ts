/**
 * What the sandbox costs: the start of a command in it beside bare bubblewrap with the same namespaces, the halt and the end of a
 * whole tree, and a request through the egress proxy beside a direct one. In turns within one run.
 */
import { spawn } from "node:child_process";
import http from "node:http";
import { median, print, quantile } from "@/bench/support/figures";
import { EgressProxy } from "@/sdk/egress/egress-proxy";
import { ungoverned } from "@/sdk/egress/governor";
import { silent } from "@/sdk/pep/logger";
import { launch, RunDirectory } from "@/sdk/sandbox/launch";
import { examineMachine, type Machine } from "@/sdk/sandbox/machine";
import { Profile } from "@/sdk/sandbox/profile";

const ROUNDS = 30;
const REQUESTS = 1000;

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

function asked(options: http.RequestOptions): Promise<number> {
  const started = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    const request = http.get(options, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(since(started)));
    });
    request.once("error", reject);
  });
}

async function requests(): Promise<{ direct: number[]; proxied: number[] }> {
  const server = http.createServer((_, response) => void response.end("ok"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const rule = { host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"] };
  const rules = Profile.parse({ format: 1, name: "bench", egress: [rule] }).egress;
  const proxy = new EgressProxy({ rules, secrets: new Map(), governor: ungoverned, log: silent });
  const run = new RunDirectory(machine);
  await proxy.listen(run.socket);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const direct: number[] = [];
  const proxied: number[] = [];
  for (let request = 0; request < REQUESTS; request += 1) {
    direct.push(await asked({ host: "127.0.0.1", port, agent: false }));
    const through = { path: `http://127.0.0.1:${port}/`, headers: { host: `127.0.0.1:${port}` } };
    proxied.push(await asked({ ...through, socketPath: run.socket, agent }));
  }
  agent.destroy();
  await proxy.close();
  server.close().closeAllConnections();
  run.remove();
  return { direct, proxied };
}

const figures = {
  bare: [] as number[],
  sandbox: [] as number[],
  withProxy: [] as number[],
  kill: [] as number[],
  freeze: [] as number[],
};
for (let round = 0; round < ROUNDS; round += 1) {
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
print({ name: "sandbox.freeze.p50", value: median(figures.freeze), ...ms, against: "10 ms", yardstick: 10 });
print({ name: "sandbox.kill.p50", value: median(figures.kill), ...ms, against: "25 ms", yardstick: 25 });
const { direct, proxied } = await requests();
for (const [at, name] of [
  [0.5, "p50"],
  [0.99, "p99"],
] as const) {
  const yardstick = quantile(direct, at);
  print({ name: `egress.request.${name}`, value: quantile(proxied, at), ...ms, against: "direct", yardstick });
}
