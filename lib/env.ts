/** The only reader of the process environment in the application. */
import { createHash, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start with \`npm start\`, which sets it.`);
  return value;
}

const port = (name: string, fallback: number): number => Number(process.env[name] ?? fallback);

export const env = {
  get databaseUrl() {
    return required("DATABASE_URL");
  },
  get dataDir() {
    return process.env.GATEHOUSE_DATA_DIR ?? path.resolve(".gatehouse");
  },
  get port() {
    return port("PORT", 3000);
  },
  get gatewayPort() {
    return port("GATEWAY_PORT", 3001);
  },
  /** Where the processes listen. Loopback unless the operator opens it. */
  get host() {
    return process.env.HOST ?? "localhost";
  },
  /** As people reach the console; links and origin checks are built on it. */
  get appUrl() {
    return (process.env.APP_URL ?? `http://localhost:${env.port}`).replace(/\/$/, "");
  },
  /** As enforcement points reach the gateway. */
  get gatewayUrl() {
    return (process.env.GATEWAY_URL ?? `http://localhost:${env.gatewayPort}`).replace(/\/$/, "");
  },
  /**
   * Address ranges (CIDR, comma-separated) to which the console may connect although they are private: for a SIEM inside
   * the operator's own network. Everything that is not public is refused otherwise.
   */
  get egressAllow() {
    return process.env.GATEHOUSE_EGRESS_ALLOW ?? "";
  },
  /** The profile of AuthZEN by which callers ask people about a denial is a draft: spoken only where it is named. */
  get accessRequests() {
    return process.env.AUTHZEN_ACCESS_REQUESTS === "draft-1";
  },
  /** For a process of ours that another one starts. */
  get inherited() {
    return { ...process.env };
  },
  get production() {
    return process.env.NODE_ENV === "production";
  },
};

let master: Buffer | undefined;

/** The installation's master key: 32 bytes, from GATEHOUSE_SECRET or the file that the first start made. */
function masterKey(): Buffer {
  if (!master) {
    const text = process.env.GATEHOUSE_SECRET ?? readFileSync(required("GATEHOUSE_SECRET_FILE"), "utf8");
    const bytes = Buffer.from(text.trim(), "base64");
    if (bytes.length < 32)
      throw new Error("The master key is shorter than 32 bytes. Restore secret.key from your backup.");
    master = bytes;
  }
  return master;
}

/** A 32-byte key for one purpose, derived from the master key (HKDF-SHA256), so that no two purposes share a key. */
export function derivedKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", masterKey(), "gatehouse", purpose, 32));
}

/** Names the master key without telling it: stored beside what it sealed. */
export const masterKeyId = (): string => createHash("sha256").update(masterKey()).digest("hex").slice(0, 12);

/** next-auth takes its own address from the environment only; without it, it would believe the Host header. */
export function tellNextAuthItsAddress(): void {
  process.env.AUTH_URL = env.appUrl;
}
