import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withLock } from "./live-process.mjs";
import { checkReachable, chooseDataFolder, serverAccount } from "./postgres-account.mjs";
import { program, serverEnv, usableBinaries } from "./postgres-binaries.mjs";
import { checkVersion, createCluster, halt, launch } from "./postgres-cluster.mjs";
import {
  answers,
  DATABASE,
  folderOf,
  postgresLog,
  query,
  readState,
  stateFile,
  urlOf,
  writeState,
} from "./postgres-state.mjs";
import { Problem } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";

/** Makes the data directory passable for the server's account, and its log writable. */
function prepareLog(dataDir, state, account) {
  const log = postgresLog(dataDir, state);
  const folder = path.dirname(log);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  if (account) chmodSync(folder, statSync(folder).mode | 0o011);
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) renameSync(log, `${log}.1`);
  writeFileSync(log, "", { flag: "a", mode: 0o600 });
  if (account) chownSync(log, account.uid, account.gid);
  return log;
}

function newState(dataDir, account, say) {
  if (existsSync(path.join(dataDir, "postgres", "PG_VERSION"))) {
    throw new Problem(
      `${dataDir}/postgres holds a database, but ${stateFile(dataDir)} with its password is missing.`,
      "Restore that file from your backup, or move the folder away to start with an empty database.",
    );
  }
  return { folder: chooseDataFolder({ dataDir, account, say }), password: randomBytes(24).toString("base64url") };
}

/**
 * Starts the embedded Postgres on a data directory, or joins the one that already runs there. The server is on its own:
 * it outlives this process until `stop` is called, so that several commands can share it.
 */
export async function ensurePostgres({ dataDir, say = () => {}, settings = {}, initArgs = [] }) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  return await withLock(path.join(dataDir, "postgres.lock"), async () => {
    const known = readState(dataDir);
    if (known && (await answers(known, folderOf(dataDir, known)))) return running(dataDir, known, false);

    const account = serverAccount(known && folderOf(dataDir, known));
    if (account) chmodSync(dataDir, statSync(dataDir).mode | 0o011);
    const native = await usableBinaries({ dataDir, account, say });
    const state = known ?? newState(dataDir, account, say);
    const folder = folderOf(dataDir, state);
    checkReachable(folder, account);
    const log = prepareLog(dataDir, state, account);
    writeState(dataDir, state);
    if (!existsSync(path.join(folder, "PG_VERSION"))) {
      await createCluster({ folder, native, account, password: state.password, log, extra: initArgs });
    }
    const version = await runCommand(program(native, "postgres"), ["--version"], { account, cwd: "/", env: serverEnv });
    checkVersion(folder, version.output);
    state.port = await launch({ folder, native, account, state, log, settings });
    writeState(dataDir, state);
    await createDatabase(state);
    return running(dataDir, state, true);
  });
}

async function createDatabase(state) {
  const admin = urlOf(state, "postgres");
  const found = await query(admin, "select 1 from pg_database where datname = $1", [DATABASE]);
  if (found.length === 0) await query(admin, `create database ${DATABASE}`);
}

function running(dataDir, state, started) {
  return {
    url: urlOf(state),
    adminUrl: urlOf(state, "postgres"),
    log: postgresLog(dataDir, state),
    started,
    stop: (options) => stopPostgres(dataDir, options),
  };
}

/** Stops the server of a data directory, unless `unless` says, under the lock that starts take, that it is still needed. */
export async function stopPostgres(dataDir, { unless = () => false, mode = "fast" } = {}) {
  await withLock(path.join(dataDir, "postgres.lock"), async () => {
    const state = readState(dataDir);
    const folder = state && folderOf(dataDir, state);
    if (unless() || !folder || !existsSync(path.join(folder, "postmaster.pid"))) return;
    const account = serverAccount(folder);
    const native = await usableBinaries({ dataDir, account, say: () => {} });
    await halt({ folder, native, account, mode });
  });
}
