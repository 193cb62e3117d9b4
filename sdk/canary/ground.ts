/** The ground of one run of canaries: things to get hold of, made for it and gone after it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Machine } from "../sandbox/machine.ts";
import type { Profile } from "../sandbox/profile.ts";
import { type Beacons, lightBeacons } from "./beacons.ts";
import { type Loot, systemCalls } from "./probe.ts";

/** Not the temporary directory: a sandbox has one of its own in that place, and would hide by luck what a profile gives away. */
const PARENT = "/var/tmp";

export const ALLOWED_HOST = "allowed.canary.internal";
export const SECRET_VARIABLE = "GATEHOUSE_CANARY_SECRET";

export type Ground = {
  loot: Loot;
  /** A secret value that the proxy puts in; begins with the prefix that is looked for. */
  secret: string;
  openProxyPort: number;
  marker: { name: string; value: string };
  /** An open descriptor of the secret file, for the control to leak. */
  descriptor: number;
  leave(): void;
};

export async function prepareGround({ uid }: Machine, { limits }: Profile, keyFile: string): Promise<Ground> {
  const root = mkdtempSync(path.join(PARENT, "gatehouse-canary-"));
  const marker = `canary-${randomBytes(12).toString("hex")}`;
  const name = `GATEHOUSE_CANARY_${randomBytes(6).toString("hex").toUpperCase()}`;
  const work = path.join(root, "work");
  const outside = path.join(root, "outside");
  const secretFile = path.join(outside, "secret");
  for (const directory of [outside, work, `${work}/.git`, `${work}/.git/hooks`]) mkdirSync(directory);
  writeFileSync(secretFile, `${marker}\n`);
  writeFileSync(`${work}/.git/config`, "[core]\n");
  // Everyone may pass, read and write: what refuses is to be the sandbox, and not the owner of a file.
  for (const directory of [root, outside, work, `${work}/.git`, `${work}/.git/hooks`]) chmodSync(directory, 0o777);
  if (process.getuid?.() === 0)
    for (const file of [work, `${work}/.git`, `${work}/.git/config`, `${work}/.git/hooks`]) chownSync(file, uid, uid);
  const unixSocket = path.join(root, "beacon.sock");
  const beacons = await lightBeacons(marker, { path: unixSocket, abstract: marker });
  chmodSync(unixSocket, 0o777);
  const victimName = `${3_000_000 + randomInt(1_000_000)}`;
  const victim = startVictim(victimName, { uid, marker });
  const shmKey = sharedMemory();
  process.env[name] = marker;
  const descriptor = openSync(secretFile, "r");
  const secretPrefix = `secret-of-${marker}`;
  return {
    secret: `${secretPrefix}-${randomBytes(8).toString("hex")}`,
    openProxyPort: beacons.openProxyPort,
    marker: { name, value: marker },
    descriptor,
    loot: {
      ...{ marker, outside, secretFile, keyFile: existsSync(keyFile) ? keyFile : ownKey(root), work, unixSocket },
      ...{ victim: victim.pid ?? 0, victimName, shmKey, abstractSocket: marker },
      secretBackwards: [...secretPrefix].reverse().join(""),
      ...ports(beacons),
      proxy: { host: "127.0.0.1", port: 0 },
      allowedHost: ALLOWED_HOST,
      numbers: systemCalls,
      limits,
    },
    leave: () => {
      victim.kill("SIGKILL");
      delete process.env[name];
      closeSync(descriptor);
      beacons.close();
      spawnSync("perl", ["-e", `my $i = shmget(${shmKey}, 0, 0); shmctl($i, 0, 0) if defined $i`]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const ports = ({ tcpPort, httpPort, udpPort, dnsPort, hostAddress }: Beacons) => ({
  ...{ tcpPort, httpPort, udpPort, dnsPort, hostAddress },
});

/** Stands for the key of a point that is not enrolled yet. */
function ownKey(root: string): string {
  const file = path.join(root, "key.pem");
  writeFileSync(file, "the key of a point", { mode: 0o600 });
  return file;
}

/** Another process of the sandbox's own user, outside of it: what keeps them apart is to be the sandbox alone. */
function startVictim(seconds: string, { uid, marker }: { uid: number; marker: string }): ChildProcess {
  const who = process.getuid?.() === 0 ? { uid, gid: uid } : {};
  const env: Record<string, string> = { VICTIM: marker };
  return spawn("/bin/sleep", [seconds], { ...who, env: env as NodeJS.ProcessEnv, stdio: "ignore", cwd: "/" });
}

function sharedMemory(): number {
  const key = randomInt(1, 0x7fff_ffff);
  spawnSync("perl", ["-e", `shmget(${key}, 4096, 01666)`]);
  return key;
}
