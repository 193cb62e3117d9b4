import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The one role of the embedded server, and the application's database in it. */
export const USER = "gatehouse";
export const DATABASE = "gatehouse";

export const stateFile = (dataDir) => path.join(dataDir, "postgres.json");
export const folderOf = (dataDir, state) => path.resolve(dataDir, state.folder);

/** With the other logs, unless the data had to be kept elsewhere: then beside the data, where the server can write. */
export const postgresLog = (dataDir, state) =>
  state.folder === "postgres" ? path.join(dataDir, "logs", "postgres.log") : `${folderOf(dataDir, state)}.log`;
export const urlOf = ({ port, password }, database = DATABASE) =>
  `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;

export function readState(dataDir) {
  return existsSync(stateFile(dataDir)) ? JSON.parse(readFileSync(stateFile(dataDir), "utf8")) : undefined;
}

export function writeState(dataDir, state) {
  const fresh = `${stateFile(dataDir)}.new`;
  writeFileSync(fresh, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, stateFile(dataDir));
}

/** One real connection is the only proof: after a crash the pid file and pg_ctl both speak of a server that is gone. */
export async function query(url, sql, params) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql, params)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whether OUR server answers: another Postgres may have taken the port in the meantime. */
export async function answers(state, folder) {
  try {
    const [row] = await query(urlOf(state, "postgres"), "show data_directory");
    return row?.data_directory === folder;
  } catch {
    return false;
  }
}
