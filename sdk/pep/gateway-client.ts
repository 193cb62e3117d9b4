/**
 * Requests to the gateway. Plain node:http: at a fifth of the memory of fetch, which matters when every agent has a
 * point of its own. Redirects are not followed, since a token would go along.
 */
import http from "node:http";
import https from "node:https";
import type { ZodType } from "zod";
import { Problem } from "../wire/protocol.ts";
import type { TokenSource } from "./token-source.ts";

/** The gateway answered, and said no. */
export class GatewayRefused extends Error {
  override name = "GatewayRefused";
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
  /** The same request may succeed later without anyone changing it. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

/** No answer. With `sent`, the request may have had its effect all the same. */
export class GatewayUnreachable extends Error {
  override name = "GatewayUnreachable";
  readonly sent: boolean;
  constructor(reason: string, sent: boolean) {
    super(reason);
    this.sent = sent;
  }
}

const MAX_ANSWER = 64 * 1024 * 1024;
const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

type Raw = { status: number; body: string };
/** `once`: not to be sent twice, so it gets a connection of its own: a kept one may be closed under the request. */
type Call = { method: string; path: string; body?: unknown; authorize: boolean; once?: boolean };
type Outgoing = { headers: Record<string, string>; payload?: Buffer; once?: boolean };

const ANSWER_WITHIN = 15_000;

export class GatewayClient {
  readonly url: URL;
  private readonly agent: http.Agent;
  private readonly tokens: TokenSource;

  constructor(url: URL, tokens: TokenSource) {
    this.url = url;
    this.tokens = tokens;
    const options = { keepAlive: true, keepAliveMsecs: 15_000, maxSockets: 8 };
    this.agent = url.protocol === "https:" ? new https.Agent(options) : new http.Agent(options);
  }

  get<T>(path: string, answer: ZodType<T>): Promise<T> {
    return this.call({ method: "GET", path, authorize: true }, answer);
  }

  post<T>(path: string, body: unknown, answer: ZodType<T>): Promise<T> {
    return this.call({ method: "POST", path, body, authorize: true }, answer);
  }

  /** A request that must not be repeated when its answer is lost. */
  postOnce<T>(path: string, body: unknown, answer: ZodType<T>): Promise<T> {
    return this.call({ method: "POST", path, body, authorize: true, once: true }, answer);
  }

  /** For enrolment, when there is no identity yet. */
  postUnnamed<T>(path: string, body: unknown, answer: ZodType<T>): Promise<T> {
    return this.call({ method: "POST", path, body, authorize: false, once: true }, answer);
  }

  /** An answer whose body goes on; the caller owns the response. */
  async stream(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<http.IncomingMessage> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.openStream(path, headers, signal);
      if (response.statusCode === 200) return response;
      const raw = { status: response.statusCode ?? 0, body: await collect(response) };
      if (raw.status === 401 && attempt === 1 && this.tokens.correct(serverTimeOf(raw.body))) continue;
      throw this.refusal(raw);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private openStream(
    path: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = this.open("GET", path, { headers: { ...headers, authorization: this.tokens.header() } });
      const abandon = (): void => void request.destroy();
      signal.addEventListener("abort", abandon, { once: true });
      request.on("close", () => signal.removeEventListener("abort", abandon));
      request.setTimeout(ANSWER_WITHIN, () => request.destroy(new Error(`no answer within ${ANSWER_WITHIN / 1000} s`)));
      request.on("error", (error) => reject(unreachable(error)));
      request.on("response", (response) => {
        request.setTimeout(0);
        resolve(response);
      });
      request.end();
    });
  }

  private async call<T>(call: Call, answer: ZodType<T>): Promise<T> {
    let raw = await this.send(call);
    // A refused token is most often a clock that is wrong: the refusal says what time it is, and one more try is fair.
    if (raw.status === 401 && call.authorize && this.tokens.correct(serverTimeOf(raw.body)))
      raw = await this.send(call);
    if (raw.status < 200 || raw.status > 299) throw this.refusal(raw);
    const parsed = answer.safeParse(json(raw.body));
    if (parsed.success) return parsed.data;
    throw new GatewayRefused(
      502,
      "bad_answer",
      `The gateway's answer to ${call.method} ${call.path} is not understood.`,
    );
  }

  private send(call: Call): Promise<Raw> {
    return new Promise((resolve, reject) => {
      const headers: Record<string, string> = { accept: "application/json" };
      if (call.authorize) headers.authorization = this.tokens.header();
      const payload = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
      const request = this.open(call.method, call.path, { headers, payload, once: call.once });
      request.setTimeout(ANSWER_WITHIN, () => request.destroy(new Error(`no answer within ${ANSWER_WITHIN / 1000} s`)));
      request.on("error", (error) => {
        const stale = request.reusedSocket && "code" in error && error.code === "ECONNRESET";
        if (stale && !call.once) this.send(call).then(resolve, reject);
        else reject(unreachable(error));
      });
      request.on("response", (response) => {
        const status = response.statusCode ?? 0;
        collect(response).then((text) => resolve({ status, body: text }), reject);
      });
      request.end(payload);
    });
  }

  private open(method: string, path: string, { headers, payload, once }: Outgoing): http.ClientRequest {
    const target = new URL(path, this.url);
    if (target.origin !== this.url.origin)
      throw new GatewayRefused(502, "bad_path", `${path} leads away from the gateway.`);
    const all = payload
      ? { ...headers, "content-type": "application/json", "content-length": String(payload.length) }
      : headers;
    const options: http.RequestOptions = { method, headers: all, agent: once ? false : this.agent };
    return this.url.protocol === "https:" ? https.request(target, options) : http.request(target, options);
  }

  private refusal(raw: Raw): GatewayRefused {
    this.tokens.correct(serverTimeOf(raw.body));
    const problem = Problem.safeParse(json(raw.body));
    if (problem.success) return new GatewayRefused(raw.status, problem.data.code, problem.data.detail);
    return new GatewayRefused(raw.status, "unexplained", `The gateway answered ${raw.status} without an explanation.`);
  }
}

function serverTimeOf(body: string): string | undefined {
  return Problem.pick({ serverTime: true }).safeParse(json(body)).data?.serverTime;
}

function unreachable(error: Error): GatewayUnreachable {
  const code = "code" in error ? String(error.code) : "";
  return new GatewayUnreachable(error.message || code, !UNSENT.has(code));
}

function collect(response: http.IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER) response.destroy(new Error("the answer is too large"));
      else chunks.push(chunk);
    });
    response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    response.on("error", (error) => reject(unreachable(error)));
    response.on("aborted", () => reject(new GatewayUnreachable("the connection was cut within the answer", true)));
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
