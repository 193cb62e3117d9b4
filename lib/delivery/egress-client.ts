/**
 * The one way out. Resolves a name itself, judges every address that it has, and connects to the very address that was
 * judged: what the name says a moment later does not matter. No redirects, limits on time and size, TLS always verified.
 */
import { lookup as systemLookup } from "node:dns/promises";
import { type IncomingMessage, Agent as NodeAgent, request as nodeRequest } from "node:http";
import { connect, isIP, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { checkServerIdentity, connect as connectTls } from "node:tls";
import { env } from "@/lib/env";
import { type EgressAllow, judge, parseAllow } from "./egress-address";

/** A refusal or failure on the way out; `message` is for whoever set up the place. */
export class EgressError extends Error {
  override name = "EgressError";
}

/**
 * `tls` null is plain text, which is only for addresses that the operator allowed by range. With "later" the caller speaks
 * TLS on the connection before anything that matters, and gives up where the other side does not.
 */
export type Target = { host: string; port: number; tls: { ca?: string | undefined } | "later" | null };
export type Lookup = (host: string) => Promise<readonly { address: string }[]>;
export type EgressOptions = { allow?: EgressAllow; lookup?: Lookup };

const CONNECT_MS = 5_000;
const allLookup: Lookup = (host) => systemLookup(host, { all: true, verbatim: true });

/** "[::1]", "0x7f.1", "2130706433" and "127.1" are all addresses to some program: the URL standard says which. */
function plainHost(host: string): string {
  try {
    const bare = host.startsWith("[") || !host.includes(":") ? host : `[${host}]`;
    return new URL(`http://${bare}`).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  } catch {
    throw new EgressError(`${host} is not the name of a host.`);
  }
}

/** The one address to connect to. If any address of the name is refused, the name is. */
export async function resolveTarget({ host, tls }: Target, options: EgressOptions = {}): Promise<string> {
  const allow = options.allow ?? parseAllow(env.egressAllow);
  const name = plainHost(host);
  const found = isIP(name) ? [{ address: name }] : await (options.lookup ?? allLookup)(name).catch(() => []);
  const [first] = found;
  if (!first) throw new EgressError(`${name} cannot be resolved.`);
  for (const { address } of found) {
    const verdict = judge(address, allow);
    if (verdict === "refused") {
      throw new EgressError(
        `${name} is at ${address}, which is not a public address. Whoever runs Gatehouse can allow its range with GATEHOUSE_EGRESS_ALLOW.`,
      );
    }
    if (verdict === "public" && !tls) {
      throw new EgressError(`${name} is on the public internet: what goes there goes by TLS only.`);
    }
  }
  return first.address;
}

/** A connected socket; with TLS, one whose certificate was verified for the name. */
export async function dial(target: Target, options: EgressOptions = {}): Promise<Socket> {
  const address = await resolveTarget(target, options);
  const name = plainHost(target.host);
  const now = target.tls !== "later" && target.tls;
  const socket = now
    ? connectTls({
        host: address,
        port: target.port,
        // RFC 6066 knows no addresses in the server's name; the certificate is checked against the address all the same.
        servername: isIP(name) ? "" : name,
        checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
        ...(now.ca ? { ca: now.ca } : {}),
      })
    : connect({ host: address, port: target.port });
  return new Promise((resolve, reject) => {
    const give = (error: Error) => {
      socket.destroy();
      reject(new EgressError(`Cannot connect to ${name}:${target.port}: ${error.message}`, { cause: error }));
    };
    const timer = setTimeout(() => give(new Error(`no connection within ${CONNECT_MS / 1000} seconds`)), CONNECT_MS);
    socket.once("error", give);
    socket.once(now ? "secureConnect" : "connect", () => {
      clearTimeout(timer);
      socket.off("error", give);
      resolve(socket);
    });
    socket.once("close", () => clearTimeout(timer));
  });
}

/** Keeps connections for one place; each new one is resolved and judged anew. */
export class EgressAgent extends NodeAgent {
  readonly #target: Target;
  readonly #options: EgressOptions;

  constructor(target: Target, options: EgressOptions = {}) {
    super({ keepAlive: true, maxSockets: 2, maxFreeSockets: 1, timeout: 30_000 });
    this.#target = target;
    this.#options = options;
  }

  override createConnection(
    _: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    dial(this.#target, this.#options).then(
      (socket) => callback?.(null, socket),
      // Node's declaration wants a stream beside the error; nobody looks at it.
      (error: Error) => callback?.(error, new Duplex()),
    );
    return undefined;
  }
}

export type EgressRequest = {
  url: URL;
  method?: "GET" | "POST";
  headers: Record<string, string>;
  body: string | Buffer;
  agent: EgressAgent;
  timeoutMs?: number;
};
export type EgressAnswer = { status: number; retryAfter: string | null; contentType: string | null; body: string };

const TOTAL_MS = 15_000;
const MOST_ANSWER_BYTES = 64 * 1024;

/** Sends one request, a POST unless said. Anything but an answer is an EgressError; a redirect is an answer that is not followed. */
export async function exchange(request: EgressRequest): Promise<EgressAnswer> {
  try {
    return await attempt(request);
  } catch (error) {
    // A kept connection may have been closed by the other side just as it was used: that says nothing about the place.
    if (error instanceof Stale) return attempt(request);
    throw error;
  }
}

class Stale extends Error {}

function attempt({
  url,
  method = "POST",
  headers,
  body,
  agent,
  timeoutMs = TOTAL_MS,
}: EgressRequest): Promise<EgressAnswer> {
  return new Promise((resolve, reject) => {
    const sent = nodeRequest({
      agent,
      method,
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      setHost: false,
      headers: {
        host: url.host,
        "user-agent": "gatehouse",
        ...(method === "GET" ? {} : { "content-length": Buffer.byteLength(body) }),
        ...headers,
      },
    });
    const timer = setTimeout(
      () => sent.destroy(new EgressError(`No answer within ${timeoutMs / 1000} seconds.`)),
      timeoutMs,
    );
    sent.once("close", () => clearTimeout(timer));
    sent.once("error", (error) => {
      if (sent.reusedSocket && "code" in error && error.code === "ECONNRESET") reject(new Stale());
      else reject(error instanceof EgressError ? error : new EgressError(`The connection failed: ${error.message}`));
    });
    sent.once("response", (response) => {
      readAnswer(response).then(resolve, reject);
    });
    sent.end(method === "GET" ? undefined : body);
  });
}

function readAnswer(response: IncomingMessage): Promise<EgressAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_ANSWER_BYTES) chunks.push(chunk);
      else response.destroy(new EgressError("The answer is larger than 64 KiB."));
    });
    response.once("error", (error) =>
      reject(error instanceof EgressError ? error : new EgressError(`The answer broke off: ${error.message}`)),
    );
    response.once("end", () =>
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: response.headers["retry-after"] ?? null,
        contentType: response.headers["content-type"] ?? null,
        body: Buffer.concat(chunks).toString("utf8"),
      }),
    );
  });
}

/** Where a URL leads; refuses what is not plain HTTP or HTTPS, and what carries a password in the address. */
export function targetOf(url: URL, ca?: string): Target {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new EgressError("Only http and https are spoken.");
  if (url.username || url.password) throw new EgressError("A name or password does not belong into the address.");
  const tls = url.protocol === "https:";
  return { host: url.hostname, port: Number(url.port || (tls ? 443 : 80)), tls: tls ? { ca } : null };
}
