import path from "node:path";

/** The checkout. Every command works from here, wherever it was called from. */
export const root = path.join(import.meta.dirname, "..", "..");

/** What an installation keeps between runs: the database, the master key, logs. */
export const dataDir = () => path.resolve(root, process.env.GATEHOUSE_DATA_DIR ?? ".gatehouse");

export const logFile = (name) => path.join(dataDir(), "logs", `${name}.log`);
