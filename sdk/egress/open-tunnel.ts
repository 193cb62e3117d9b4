/** A tunnel (CONNECT): to the address that was judged, and only for TLS that asks for the very host. */
import net from "node:net";
import type { Duplex } from "node:stream";
import type { Authority } from "./host-name.ts";
import { Refused } from "./refused.ts";
import { serverNameOf } from "./server-name.ts";

const GREET_WITHIN_MS = 10_000;
const CONNECT_WITHIN_MS = 15_000;
const MOST_GREETING = 20_000;

/** Resolves when the tunnel was closed; how many bytes went each way is not looked at. */
export async function openTunnel(
  asked: Authority,
  address: string,
  { client, head, signal }: { client: Duplex; head: Buffer; signal: AbortSignal },
): Promise<void> {
  const upstream = await reach(asked, address, signal);
  const end = (): void => {
    client.destroy();
    upstream.destroy();
  };
  signal.addEventListener("abort", end, { once: true });
  try {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    const greeting = await greetingOf(client, head);
    const name = serverNameOf(greeting) ?? null;
    if (name !== asked.host && !(net.isIP(asked.host) && name === null && greeting[0] === 0x16))
      throw new Refused(403, `The tunnel to ${asked.host} was used for something else than TLS with ${asked.host}.`);
    upstream.write(greeting);
    await joined(client, upstream);
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}

function reach({ host, port }: Authority, address: string, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address, port, signal });
    socket.setTimeout(CONNECT_WITHIN_MS, () => socket.destroy(new Error("it did not answer in time")));
    socket.once("error", (error) => reject(new Refused(502, `${host} cannot be reached (${error.message}).`)));
    socket.once("connect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

/** The first message of the client, complete. */
function greetingOf(client: Duplex, head: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = head;
    const timer = setTimeout(() => settle(), GREET_WITHIN_MS);
    const settle = (): void => {
      clearTimeout(timer);
      client.off("data", take);
      client.pause();
      resolve(bytes);
    };
    const take = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length > MOST_GREETING || serverNameOf(bytes) !== undefined) settle();
    };
    client.once("close", () => {
      clearTimeout(timer);
      reject(new Error("The agent closed the tunnel."));
    });
    if (bytes.length > 0 && serverNameOf(bytes) !== undefined) return settle();
    client.on("data", take);
  });
}

function joined(client: Duplex, upstream: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    for (const side of [client, upstream]) {
      side.on("error", () => resolve());
      side.once("close", () => resolve());
    }
    client.pipe(upstream);
    upstream.pipe(client);
  });
}
