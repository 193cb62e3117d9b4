import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
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
 * The folder for the server's data: `.gatehouse/postgres`, unless another account must own it and cannot walk there
 * (a checkout in /root): then a folder of the same data directory's own under the shared one.
 */
export function chooseDataFolder({ dataDir, account, say }) {
  if (!account || canEnter(dataDir, account)) return path.join(dataDir, "postgres");
  const digest = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const folder = path.join(sharedFolder(`data-${digest}`), "postgres");
  say(`The database's own user cannot enter ${dataDir}; its data is kept in ${folder}.`);
  return folder;
}

/** Makes an empty folder (or file, by `make`) that belongs to the account. */
export function ownedFolder(folder, account) {
  mkdirSync(folder, { mode: 0o700, recursive: true });
  if (account) chownSync(folder, account.uid, account.gid);
}
