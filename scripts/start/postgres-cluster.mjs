import {
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort, portFree } from "./free-port.mjs";
import { processIdentity } from "./live-process.mjs";
import { ownedFolder } from "./postgres-account.mjs";
import { program, serverEnv } from "./postgres-binaries.mjs";
import { answers, USER } from "./postgres-state.mjs";
import { Problem, tail } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";

/** Fit for a small machine; durability is never traded (`fsync` and `synchronous_commit` stay on outside tests). */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "64MB",
  max_connections: "100",
  fsync: "on",
  synchronous_commit: "on",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};

export function failure(sentence, output, log) {
  if (/No space left on device/i.test(output)) {
    return new Problem("The database ran out of disk space.", "Free at least 1 GB on this disk and start again.");
  }
  return new Problem(
    `${sentence}\n${tail(output)}`,
    `Its log is ${log}. Or set DATABASE_URL to a Postgres of your own.`,
  );
}

/** Makes the data beside its final place and moves it there when complete, so that half of it never counts. */
export async function createCluster({ folder, native, account, password, log, extra }) {
  const fresh = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(fresh, { recursive: true, force: true });
  ownedFolder(fresh, account);
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account) chownSync(passwordFile, account.uid, account.gid);
    // The built-in locale sorts the same on every system and needs nothing installed.
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const login = [`--username=${USER}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    const args = ["-D", fresh, ...login, ...locale, ...extra];
    const { ok, output } = await runCommand(program(native, "initdb"), args, { account, cwd: "/", env: serverEnv });
    if (!ok) throw failure("The database could not be created.", output, log);
    renameSync(fresh, folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

export function checkVersion(folder, versionText) {
  const data = readFileSync(path.join(folder, "PG_VERSION"), "utf8").trim();
  const server = /(\d+)\./.exec(versionText)?.[1];
  if (data === server) return;
  throw new Problem(
    `The data in ${folder} was made by Postgres ${data}; this version brings Postgres ${server}.`,
    "Start the version that made it, or move the data to a Postgres of your own and set DATABASE_URL.",
  );
}

/**
 * After a hard stop the pid file stays, and in a container its number soon belongs to some other program: Postgres then
 * believes that it still runs. The file is only removed when no living process works in the data folder.
 */
function forgetDeadServer(folder) {
  const file = path.join(folder, "postmaster.pid");
  if (process.platform !== "linux" || !existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  if (processIdentity(pid) === undefined) return;
  for (const entry of readdirSync("/proc")) {
    try {
      if (/^\d+$/.test(entry) && readlinkSync(`/proc/${entry}/cwd`) === folder) return;
    } catch {
      // Ended meanwhile, or another user's: Postgres runs under an account whose processes can be read from here.
    }
  }
  rmSync(file, { force: true });
}

/** The port of the last run, so that an address written down stays good. A server that just ended may hold it a moment. */
async function choosePort(port) {
  const patience = Date.now() + 3000;
  while (port !== undefined) {
    if (await portFree(port, "127.0.0.1")) return port;
    if (Date.now() > patience) break;
    await wait(200);
  }
  return await freePort();
}

/** Starts the server and returns its port. */
export async function launch({ folder, native, account, state, log, settings }) {
  const deadline = Date.now() + 30_000;
  let port = await choosePort(state.port);
  for (;;) {
    forgetDeadServer(folder);
    const options = Object.entries({ ...SETTINGS, ...settings, port }).map(([name, value]) => `-c ${name}=${value}`);
    const before = statSync(log).size;
    const args = ["-D", folder, "-l", log, "-w", "-t", "60", "-o", options.join(" "), "start"];
    const { ok, output } = await runCommand(program(native, "pg_ctl"), args, { account, cwd: "/", env: serverEnv });
    if (ok) return port;
    // It may have been there all along, busy with its recovery.
    if (await answers(state, folder)) return state.port;
    const said = readFileSync(log).subarray(before).toString();
    if (Date.now() > deadline) throw failure("The database did not start.", said || output, log);
    if (/could not bind|Address already in use/.test(said)) port = await freePort();
    // A killed server lingers for a moment, until the system has cleared it away.
    else if (/postmaster\.pid" already exists|shared memory block/.test(said)) await wait(300);
    else throw failure("The database did not start.", said || output, log);
  }
}

/** Ends the server. "immediate" loses nothing that was committed either: the next start replays the log. */
export async function halt({ folder, native, account, mode }) {
  const stop = (how) =>
    runCommand(program(native, "pg_ctl"), ["-D", folder, "-m", how, "-w", "-t", "20", "stop"], {
      account,
      cwd: "/",
      env: serverEnv,
    });
  if (!(await stop(mode)).ok && mode !== "immediate") await stop("immediate");
}
