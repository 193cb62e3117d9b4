import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { identityAlive, processIdentity, withLock } from "./live-process.mjs";
import { Problem } from "./problem.mjs";

const pidFile = (dataDir) => path.join(dataDir, "start.pid");

function holder(dataDir) {
  try {
    const text = readFileSync(pidFile(dataDir), "utf8");
    return identityAlive(text) ? Number.parseInt(text, 10) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `npm start` runs on this data directory. */
export const startRuns = (dataDir) => holder(dataDir) !== undefined;

/** Marks the data directory as in use by this process; the returned function takes the mark away. */
export async function claimDataDir(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  await withLock(path.join(dataDir, "start.lock"), async () => {
    const other = holder(dataDir);
    if (other !== undefined) {
      throw new Problem(
        `Gatehouse runs already on ${dataDir} (process ${other}).`,
        `Stop it first (kill ${other}), or run a second one beside it: GATEHOUSE_DATA_DIR=… PORT=… GATEWAY_PORT=… npm start`,
      );
    }
    writeFileSync(pidFile(dataDir), processIdentity(process.pid) ?? "", { mode: 0o600 });
  });
  return () => rmSync(pidFile(dataDir), { force: true });
}
