import { readFileSync } from "node:fs";
import path from "node:path";
import { buildConsole, buildProcesses } from "./build-steps.mjs";
import { bundleFile } from "./bundles.mjs";
import { childEnvironment, listenHost } from "./child-environment.mjs";
import { migrateDatabase, openDatabase } from "./database.mjs";
import { followDemoMarker, markDemo } from "./demo.mjs";
import { claimPort } from "./free-port.mjs";
import { guardPostgres } from "./guard-postgres.mjs";
import { ensurePackages } from "./install-packages.mjs";
import { dataDir, root } from "./paths.mjs";
import { Problem, report } from "./problem.mjs";
import { untilReady } from "./ready.mjs";
import { interruptCommands, runCommand } from "./run-command.mjs";
import { claimDataDir } from "./single-start.mjs";
import { step } from "./step.mjs";
import { Supervised } from "./supervisor.mjs";
import { watchProcesses } from "./watch-processes.mjs";

const say = (line) => console.log(line);

/** Undoes, in reverse order, what was done so far; each part registers its own ending as soon as it has begun. */
class Endings {
  #list = [];
  add(ending) {
    this.#list.unshift(ending);
  }
  async run() {
    for (const ending of this.#list.splice(0)) {
      try {
        await ending();
      } catch (error) {
        // What cannot be ended must not keep the rest from ending.
        report(error);
      }
    }
  }
}

/** npm runs scripts through a shell that does not pass signals on: who stops npm would leave all of this behind. */
function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 500);
  timer.unref();
}

/** Ends at the first of: a signal to stop (no problem), or a part that cannot go on (its problem). */
function untilStopped() {
  let settle;
  const stopped = new Promise((resolve) => {
    settle = resolve;
  });
  const life = { stopped, over: () => state.over, finish, onHurry: undefined };
  const state = { over: false };
  function finish(problem) {
    state.over = true;
    interruptCommands();
    settle(problem);
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => (state.over ? life.onHurry?.() : finish(undefined)));
  }
  endWithNpm(() => finish(undefined));
  return life;
}

/** Installs, builds, migrates, runs everything, and stays until it is stopped; then takes all of it down in order. */
export async function runStack({ demo, dev }) {
  const endings = new Endings();
  const life = untilStopped();
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  say(`Gatehouse ${version}`);
  const problem = await live({ demo, dev, endings, life });
  await endings.run();
  if (problem) process.exitCode = report(problem);
  process.exit();
}

/** From the first step to the end; returns what ended it, if that was not a person. */
async function live({ demo, dev, endings, life }) {
  try {
    const up = await bringUp({ demo, dev, endings, life });
    if (!life.over()) await announce(up);
    return await life.stopped;
  } catch (error) {
    // What fails because it was interrupted is no failure.
    return life.over() ? await life.stopped : error;
  }
}

async function bringUp({ demo, dev, endings, life }) {
  endings.add(await claimDataDir(dataDir()));
  const host = listenHost();
  const port = await claimPort({ variable: "PORT", fallback: 3000, host, purpose: "console" });
  const gatewayPort = await claimPort({ variable: "GATEWAY_PORT", fallback: 3001, host, purpose: "gateway" });
  if (port === gatewayPort) throw new Problem(`PORT and GATEWAY_PORT are both ${port}.`, "Give them two ports.");
  await ensurePackages();
  await buildProcesses();

  const { env, embedded } = await step("Opening the database", async () => {
    const { url, embedded } = await openDatabase();
    if (embedded) endings.add(() => embedded.stop());
    const env = childEnvironment({ databaseUrl: url, port, gatewayPort, dev });
    await migrateDatabase(env);
    return { env, embedded };
  });
  if (embedded) endings.add(await guardPostgres({ url: embedded.url, say, onGiveUp: life.finish }));
  if (!dev && !life.over()) await buildConsole();
  if (demo && !life.over()) await step("Loading the demo", () => loadDemo(env));
  if (!life.over()) await runProcesses({ env, dev, endings, life });
  return { env };
}

async function runProcesses({ env, dev, endings, life }) {
  const next = path.join(root, "node_modules", "next", "dist", "bin", "next");
  // Until all are ready their chatter would bury the steps; the logs have it, and a failure shows its end.
  let quiet = true;
  const show = (line) => {
    if (!quiet) say(line);
  };
  const make = (name, args) => new Supervised({ name, args, env, show, onGiveUp: life.finish });
  const console = make("console", [next, dev ? "dev" : "start", "-p", env.PORT, "-H", env.HOST]);
  const gateway = make("gateway", [bundleFile("gateway")]);
  const worker = make("worker", [bundleFile("worker")]);
  const demo = make("demo", [bundleFile("demo")]);
  const all = [console, gateway, worker, demo];
  endings.add(async () => {
    say("Stopping");
    await Promise.all(all.map((one) => one.stop()));
  });
  // A second Ctrl-C: no more waiting.
  life.onHurry = () => {
    for (const one of all) one.kill();
  };

  const host = ["0.0.0.0", "::"].includes(env.HOST) ? "127.0.0.1" : env.HOST;
  await step("Starting console, gateway and worker", async () => {
    for (const one of [console, gateway, worker]) one.start();
    await Promise.race([
      life.stopped.then((problem) => problem && Promise.reject(problem)),
      Promise.all([
        untilReady({ url: `http://${host}:${env.PORT}/api/ready`, supervised: console, aborted: life.over }),
        untilReady({ url: `http://${host}:${env.GATEWAY_PORT}/ready`, supervised: gateway, aborted: life.over }),
      ]),
    ]);
  });
  quiet = false;
  endings.add(followDemoMarker(demo));
  if (dev) endings.add(await watchProcesses({ gateway, worker, demo }, say));
}

async function loadDemo(env) {
  const { ok, output } = await runCommand(process.execPath, [bundleFile("admin"), "demo-load"], { cwd: root, env });
  if (!ok) throw new Problem(`The demo could not be loaded.\n${output.trim()}`, "Start without --demo.");
  markDemo();
}

async function announce({ env }) {
  const { ok, output } = await runCommand(process.execPath, [bundleFile("admin"), "setup-link"], { cwd: root, env });
  say(`\nGatehouse is ready at ${env.APP_URL} (gateway: ${env.GATEWAY_URL})`);
  const link = ok && /https?:\/\/\S+/.exec(output)?.[0];
  if (link) say(`Nobody can sign in yet. Create the first administrator here (the link works once):\n\n  ${link}\n`);
  say("Ctrl-C stops it.");
}
