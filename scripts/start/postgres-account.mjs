import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { sharedFolder } from "./postgres-binaries.mjs";
import { Problem } from "./problem.mjs";

const numericId = (flag, name) => {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number(stdout.trim()) : undefined;
};

/**
 * The account that the server runs as. Postgres refuses root, so a start by root hands it to whoever owns the data
 * already, else to `postgres` or `nobody`. Undefined: run it as this user.
 */
export function serverAccount(dataFolder) {
  if (process.getuid?.() !== 0) return undefined;
  const data = dataFolder && statSync(dataFolder, { throwIfNoEntry: false });
  if (data && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  for (const name of ["postgres", "nobody"]) {
    const uid = numericId("-u", name);
    const gid = numericId("-g", name);
    if (uid && gid) return { uid, gid };
  }
  throw new Problem(
    "Postgres refuses to run as root, and this system has neither a user `postgres` nor `nobody`.",
    "Start as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
  );
}

const canEnter = (folder, account) =>
  spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], { ...account, cwd: "/" }).status === 0;

/**
 * The folder for the data of a new server: `postgres` in the data directory, unless another account must own it and
 * cannot walk there (a checkout in /root): then a folder of its own under the shared one.
 */
export function chooseDataFolder({ dataDir, account, say }) {
  if (!account || canEnter(dataDir, account)) return "postgres";
  const folder = path.join(sharedFolder(`data-${randomBytes(6).toString("hex")}`), "postgres");
  say(`The database's own user cannot enter ${dataDir}; its data is kept in ${folder}.`);
  return folder;
}

/** A data directory can be moved, or closed, after its server was made in it. */
export function checkReachable(folder, account) {
  const parent = path.dirname(folder);
  if (!account || canEnter(parent, account)) return;
  throw new Problem(
    `The database's own user cannot enter ${parent}.`,
    `Let others pass through the folders that lead there (chmod o+x), or move the data directory to where they can.`,
  );
}

export function ownedFolder(folder, account) {
  mkdirSync(folder, { mode: 0o700, recursive: true });
  if (account) chownSync(folder, account.uid, account.gid);
}
