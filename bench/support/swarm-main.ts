/**
 * Simulated enforcement points, in a process of their own: each holds a real stream on a socket of its own and answers with
 * real requests. Told what to do by messages from the bench.
 */
import http from "node:http";
import net from "node:net";
import { readSigningKey, signToken } from "@/sdk/crypto";
import { eventReader } from "./event-reader";
import { clockMs } from "./figures";

export type ToSwarm =
  | { act: "connect"; url: string; path: string; points: string[]; privateKey: string | null; answer: boolean }
  | { act: "disconnect" };
/** `key` names what was received by all: an order, a revision, a line of the raw fan-out. */
export type FromSwarm =
  | { told: "connected"; ms: number }
  | { told: "received"; key: string; at: number[] }
  | { told: "answered"; key: string; at: number[] }
  | { told: "failed"; why: string };

const say = (message: FromSwarm) => process.send?.(message);
const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
let sockets: net.Socket[] = [];
type Tally = { received: number[]; answered: number[]; answers: (() => void)[] };
let tallies = new Map<string, Tally>();

process.on("message", (message: ToSwarm) => {
  if (message.act === "connect") void connect(message);
  else disconnect();
});

function disconnect(): void {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  tallies = new Map();
}

async function connect({ url, path, points, privateKey, answer }: Extract<ToSwarm, { act: "connect" }>): Promise<void> {
  const key = privateKey === null ? null : readSigningKey(privateKey);
  const { hostname, port } = new URL(url);
  const tokens = new Map(points.map((id) => [id, key ? tokenOf(key, id) : "none"]));
  const from = clockMs();
  await Promise.all(points.map((id) => open(hostname, Number(port), path, id, tokens.get(id) ?? "")));
  say({ told: "connected", ms: clockMs() - from });

  function open(host: string, at: number, where: string, id: string, token: string): Promise<void> {
    return new Promise((began) => {
      const socket = net.connect({ host, port: at, noDelay: true });
      sockets.push(socket);
      const read = eventReader((type, data) => {
        if (type === "state") began();
        else if (type !== "lease") received(type, data, id, token);
      });
      socket.on("data", read);
      socket.on("error", (error) => say({ told: "failed", why: error.message }));
      socket.write(
        `GET ${where} HTTP/1.1\r\nhost: ${host}\r\naccept: text/event-stream\r\nauthorization: Bearer ${token}\r\n\r\n`,
      );
    });
  }

  function received(type: string, data: string, id: string, token: string): void {
    const now = clockMs();
    const event = JSON.parse(data) as { orderId?: string; revision?: number; key?: string };
    const name = event.orderId ?? event.key ?? `revision ${event.revision}`;
    const tally = tallies.get(name) ?? { received: [], answered: [], answers: [] };
    tallies.set(name, tally);
    tally.received.push(now);
    if (answer) tally.answers.push(() => answered(tally, name, reply(type, event, token), id));
    if (tally.received.length < points.length) return;
    say({ told: "received", key: name, at: tally.received });
    // Real points answer on machines of their own: here, answering must not delay what the others receive.
    for (const start of tally.answers.splice(0)) start();
  }

  function answered(tally: Tally, name: string, done: Promise<void>, id: string): void {
    done.then(
      () => {
        if (tally.answered.push(clockMs()) === points.length) say({ told: "answered", key: name, at: tally.answered });
      },
      (error: Error) => say({ told: "failed", why: `${id}: ${error.message}` }),
    );
  }

  async function reply(type: string, event: { orderId?: string; revision?: number }, token: string): Promise<void> {
    const at = new Date().toISOString();
    if (type === "bundle") {
      await ask("GET", `/v1/pep/bundles/${event.revision}`, token);
      const acks = [{ kind: "bundle", revision: event.revision, result: "loaded", at }];
      await ask("POST", "/v1/pep/acks", token, { acks });
    } else if (event.orderId) {
      await ask("POST", "/v1/pep/acks", token, { acks: [{ kind: "order", orderId: event.orderId, at }] });
    }
  }

  function ask(method: string, where: string, token: string, body?: object): Promise<void> {
    return new Promise((done, failed) => {
      const payload = body ? JSON.stringify(body) : "";
      const request = http.request(
        new URL(where, url),
        {
          method,
          agent,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body ? { "content-type": "application/json", "content-length": Buffer.byteLength(payload) } : {}),
          },
        },
        (response) => {
          response.resume();
          response.on("end", () =>
            response.statusCode === 200 ? done() : failed(new Error(`${where} answered ${response.statusCode}`)),
          );
        },
      );
      request.on("error", failed);
      request.end(payload);
    });
  }
}

function tokenOf(key: ReturnType<typeof readSigningKey>, id: string): string {
  const now = Math.floor(Date.now() / 1000);
  return signToken(key, { iss: id, aud: "gatehouse", iat: now, exp: now + 300, jti: id });
}
