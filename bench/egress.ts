/**
 * The egress proxy beside no proxy and beside a plain one that lets everything through (proxy-chain), in turns within one run:
 * a request by plain HTTP, a tunnel with TLS in it, many requests at once, and bytes through one tunnel. Each proxy is a process of its
 * own; the bridge inside a sandbox and policy are not part of it.
 */
import { execFileSync, fork, type Serializable } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import tls from "node:tls";
import { print, quantile } from "@/bench/support/figures";

const REQUESTS = 800;
const TUNNELS = 150;
const BATCHES = 3;
const BATCH = 1500;
const AT_ONCE = 16;
const MB = 1024 * 1024;
const BYTES = 64 * MB;

const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-bench-egress-"));
const since = (started: bigint): number => Number(process.hrtime.bigint() - started) / 1e6;

function certificate(): { key: string; cert: string } {
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-nodes", "-days", "1", "-keyout", key, "-out", cert, ...names], {
    stdio: "ignore",
  });
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}

async function listening(server: http.Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as net.AddressInfo).port;
}

const block = Buffer.alloc(MB);
const serve: http.RequestListener = (request, response) => {
  if (request.url !== "/bytes") return void response.end("ok");
  response.writeHead(200, { "content-length": BYTES });
  let left = BYTES;
  const more = (): void => {
    while (left > 0) {
      left -= block.length;
      if (!response.write(block)) return void response.once("drain", more);
    }
    response.end();
  };
  more();
};
const [plainOrigin, secureOrigin] = [http.createServer(serve), https.createServer(certificate(), serve)];
const [port, securePort] = [await listening(plainOrigin), await listening(secureOrigin)];

async function child(file: string, asked?: Serializable) {
  const started = fork(path.join(import.meta.dirname, file));
  let [said] = (await once(started, "message")) as [{ port?: number }];
  if (asked !== undefined) {
    started.send(asked);
    [said] = (await once(started, "message")) as [{ port?: number }];
  }
  return { said, end: () => started.kill() };
}

const socket = path.join(folder, "egress.sock");
const rules = [
  { host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"] },
  { host: "localhost", port: securePort, as: "tunnel", addresses: ["127.0.0.1"] },
];
const ours = await child("support/egress-main.ts", { socket, rules });
const peer = await child("peers/plain-proxy.mjs");

type Way = "direct" | "plain" | "ours";
const WAYS: readonly Way[] = ["direct", "plain", "ours"];
const door = (way: Way): net.NetConnectOpts =>
  way === "ours" ? { path: socket } : { host: "127.0.0.1", port: way === "plain" ? (peer.said.port ?? 0) : port };

function asking(way: Way, agent: http.Agent): http.RequestOptions {
  if (way === "direct") return { host: "127.0.0.1", port, path: "/", agent };
  const whole = { path: `http://127.0.0.1:${port}/`, headers: { host: `127.0.0.1:${port}` }, agent };
  return way === "ours" ? { ...whole, socketPath: socket } : { ...whole, host: "127.0.0.1", port: peer.said.port };
}

function asked(options: http.RequestOptions): Promise<number> {
  const started = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    const request = http.get(options, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${answer.statusCode} from ${options.path}`));
      answer.resume();
      answer.once("end", () => resolve(since(started)));
    });
    request.once("error", reject);
  });
}

/** A connection to the TLS origin, by CONNECT where there is a proxy. */
async function secure(way: Way): Promise<tls.TLSSocket> {
  const opened = way === "direct" ? net.connect({ host: "127.0.0.1", port: securePort }) : net.connect(door(way));
  if (way !== "direct") {
    await once(opened, "connect");
    opened.write(`CONNECT localhost:${securePort} HTTP/1.1\r\nHost: localhost:${securePort}\r\n\r\n`);
    const [answer] = (await once(opened, "data")) as [Buffer];
    if (!answer.toString("latin1").startsWith("HTTP/1.1 200")) throw new Error(answer.toString("latin1"));
  }
  const inner = tls.connect({ socket: opened, servername: "localhost", rejectUnauthorized: false });
  await once(inner, "secureConnect");
  return inner;
}

async function tunnelled(way: Way, place: string): Promise<{ ms: number; bytes: number }> {
  const started = process.hrtime.bigint();
  const inner = await secure(way);
  inner.write(`GET ${place} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let bytes = 0;
  inner.on("data", (part: Buffer) => {
    bytes += part.length;
  });
  await once(inner, "close");
  return { ms: since(started), bytes };
}

async function inTurns(rounds: number, act: (way: Way) => Promise<number>): Promise<Record<Way, number[]>> {
  const found: Record<Way, number[]> = { direct: [], plain: [], ours: [] };
  for (let round = 0; round < rounds; round++) for (const way of WAYS) found[way].push(await act(way));
  return found;
}

async function perSecond(way: Way): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let left = BATCH;
  const started = process.hrtime.bigint();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await asked(asking(way, agent));
    }),
  );
  const took = since(started);
  agent.destroy();
  return (BATCH / took) * 1000;
}

function compared(name: string, unit: string, found: Record<Way, number[]>, at: number): void {
  for (const [against, way] of [
    ["direct", "direct"],
    ["proxy-chain", "plain"],
  ] as const)
    print({ name, value: quantile(found.ours, at), unit, against, yardstick: quantile(found[way], at) });
}

const agents = Object.fromEntries(WAYS.map((way) => [way, new http.Agent({ keepAlive: true, maxSockets: 1 })]));
const requests = await inTurns(REQUESTS, (way) => asked(asking(way, agents[way] as http.Agent)));
for (const agent of Object.values(agents)) agent.destroy();
const tunnels = await inTurns(TUNNELS, async (way) => (await tunnelled(way, "/")).ms);
for (const [at, name] of [
  [0.5, "p50"],
  [0.99, "p99"],
] as const) {
  compared(`egress.request.${name}`, "ms", requests, at);
  compared(`egress.tunnel.${name}`, "ms", tunnels, at);
}
const rates = await inTurns(BATCHES, perSecond);
compared("egress.requests", "1/s", rates, 0.5);
const speeds = await inTurns(BATCHES, async (way) => {
  const { ms, bytes } = await tunnelled(way, "/bytes");
  if (bytes < BYTES) throw new Error(`only ${bytes} bytes came ${way}`);
  return BYTES / MB / (ms / 1000);
});
compared("egress.tunnel.throughput", "MB/s", speeds, 0.5);
ours.end();
peer.end();
for (const server of [plainOrigin, secureOrigin]) server.close().closeAllConnections();
rmSync(folder, { recursive: true, force: true });
