import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { dataDir } from "./paths.mjs";

/** The master key of the installation, made once. Everything sealed or signed here depends on it: back it up. */
function secretFile() {
  const file = path.join(dataDir(), "secret.key");
  mkdirSync(dataDir(), { recursive: true, mode: 0o711 });
  try {
    writeFileSync(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  return file;
}

/** Where the processes listen. 127.0.0.1 answers for `localhost` as well, in browsers and in Node. */
export const listenHost = () => process.env.HOST ?? "127.0.0.1";

/** What every process of Gatehouse finds in its environment. */
export function childEnvironment({ databaseUrl, port, gatewayPort, dev = false }) {
  const console = port ?? Number(process.env.PORT ?? 3000);
  const gateway = gatewayPort ?? Number(process.env.GATEWAY_PORT ?? 3001);
  return {
    ...process.env,
    DATABASE_URL: databaseUrl,
    GATEHOUSE_DATA_DIR: dataDir(),
    ...(process.env.GATEHOUSE_SECRET
      ? {}
      : { GATEHOUSE_SECRET_FILE: process.env.GATEHOUSE_SECRET_FILE ?? secretFile() }),
    HOST: listenHost(),
    PORT: String(console),
    GATEWAY_PORT: String(gateway),
    APP_URL: process.env.APP_URL ?? `http://localhost:${console}`,
    GATEWAY_URL: process.env.GATEWAY_URL ?? `http://localhost:${gateway}`,
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
