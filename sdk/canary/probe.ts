/**
 * One attempt to get out. It is run twice, by the same code: once outside any sandbox, where it has to succeed, and once inside.
 * `run` is carried into the sandbox as text, so it may use nothing but what it is given. It returns what it got hold of, and
 * throws when it was refused.
 */
import type child_process from "node:child_process";
import type dgram from "node:dgram";
import type dns from "node:dns";
import type fs from "node:fs";
import type http from "node:http";
import type net from "node:net";
import type os from "node:os";

export type Family = "files" | "environment" | "processes" | "network" | "kernel" | "proxy" | "secrets" | "limits";

export type Kit = {
  fs: typeof fs;
  net: typeof net;
  http: typeof http;
  dgram: typeof dgram;
  dns: typeof dns;
  os: typeof os;
  child_process: typeof child_process;
  /** Runs a line of Perl, which can make any system call; resolves with what it printed. */
  perl(code: string): string;
  /** A request to the proxy, byte for byte; resolves with the whole answer. */
  viaProxy(bytes: string): Promise<string>;
  /** A connection on which the other side speaks first; resolves with what it says. */
  greeting(to: { host: string; port: number } | { path: string }): Promise<string>;
};

/** What there is to get hold of. Everything in it is made for one run, and gone after it. */
export type Loot = {
  /** Stands in files, in environments, and in what the beacons say. */
  marker: string;
  outside: string;
  secretFile: string;
  keyFile: string;
  work: string;
  victim: number;
  victimName: string;
  shmKey: number;
  unixSocket: string;
  abstractSocket: string;
  tcpPort: number;
  udpPort: number;
  dnsPort: number;
  hostAddress: string | null;
  proxy: { host: string; port: number };
  httpPort: number;
  allowedHost: string;
  /** How the secret begins that the proxy puts in; backwards, so that this program is not where it is found. */
  secretBackwards: string;
  numbers: Record<"ptrace" | "mount" | "unshare" | "setns" | "keyctl" | "io_uring_setup" | "syslog", number>;
  limits: { memoryMb: number; processes: number; fileMb: number; tmpMb: number };
};

export type Probe = {
  id: string;
  family: Family;
  /** What is attempted, in words for a table. */
  attempt: string;
  run(kit: Kit, loot: Loot): Promise<string> | string;
};

const X64 = { ptrace: 101, mount: 165, unshare: 272, setns: 308, keyctl: 250, io_uring_setup: 425, syslog: 103 };
const ARM64 = { ptrace: 117, mount: 40, unshare: 97, setns: 268, keyctl: 219, io_uring_setup: 425, syslog: 116 };
export const systemCalls = process.arch === "arm64" ? ARM64 : X64;
