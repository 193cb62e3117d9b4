// What the point keeps between starts: its key, what it was told, the bundle, and what it has still to report.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const FIRST = {
  pepId: null,
  org: null,
  trust: [],
  mode: "enforce",
  minimumRevision: 1,
  /** The newest bundle ever held: nothing older is taken, and nothing else under its number. */
  highest: null,
  stopped: [],
  revoked: [],
  lastEventId: null,
  lastWord: null,
};

export class Store {
  constructor(directory) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.state = { ...FIRST, ...this.readJson("state.json") };
    this.spool = this.readJson("spool.json") ?? [];
  }

  key() {
    const file = path.join(this.directory, "key.pem");
    if (!existsSync(file)) {
      const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
      writeFileSync(file, pem, { mode: 0o600 });
    }
    const privateKey = createPrivateKey(readFileSync(file));
    const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
    return { privateKey, publicKey };
  }

  update(change) {
    Object.assign(this.state, change);
    this.write("state.json", this.state);
  }

  setSpool(events) {
    this.spool = events;
    this.write("spool.json", events);
  }

  readJson(name) {
    const file = path.join(this.directory, name);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  }

  /** Whole or not at all: a file that is half written must not be found after a crash. */
  write(name, value) {
    const file = path.join(this.directory, name);
    writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}
