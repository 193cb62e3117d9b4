/**
 * The only way out of a sandbox: an HTTP proxy on a unix socket. A request must fit the profile, then policy; it goes to the
 * address that was judged, with the secret that the profile names for the host.
 */
import http from "node:http";
import type { Duplex } from "node:stream";
import { Denied } from "../pep/denied.ts";
import { type Logger, messageOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import type { EgressRule } from "../sandbox/profile.ts";
import { isTunnel, ruleFor, tunnelTo } from "./egress-rules.ts";
import type { Governor } from "./governor.ts";
import { type Authority, authorityOf } from "./host-name.ts";
import { MOST_HEADER_BYTES, rawRefusal, refusalBody, refuseMalformed } from "./malformed.ts";
import { openTunnel } from "./open-tunnel.ts";
import { passOn } from "./pass-on.ts";
import { pinAddress, type Resolve, systemResolve } from "./pin-address.ts";
import { argumentsOf, readBody, readTarget } from "./read-request.ts";
import { Refused } from "./refused.ts";
import { Upstream } from "./upstream.ts";

const WITHIN = { headersMs: 10_000, requestMs: 30_000 };
const MOST_CONNECTIONS = 256;

export type EgressOptions = {
  rules: readonly EgressRule[];
  /** Values of the secrets, by the variable that a rule names. */
  secrets: ReadonlyMap<string, string>;
  governor: Governor;
  log: Logger;
  resolve?: Resolve;
  /** How long the agent may take over its headers, and over a whole request. */
  within?: { headersMs: number; requestMs: number };
};

export class EgressProxy {
  private readonly options: EgressOptions;
  private readonly server: http.Server;
  /** With where they lead, so that those can be ended that have no rule any more. */
  private readonly tunnels = new Map<Duplex, Authority | null>();
  private readonly upstream = new Upstream();

  constructor(options: EgressOptions) {
    this.options = { ...options };
    const { headersMs, requestMs } = options.within ?? WITHIN;
    this.server = http.createServer({
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(1000, headersMs),
      // Its absence is refused with a sentence, as another one is.
      requireHostHeader: false,
      insecureHTTPParser: false,
      joinDuplicateHeaders: false,
    });
    this.server.maxConnections = MOST_CONNECTIONS;
    this.server.on("request", (request, response) => void this.serve(request, response));
    this.server.on("connect", (request, client, head) => void this.tunnel(request, client, head));
    // Unasked-for continuation is declined: the body is read in one piece.
    this.server.on("checkExpectation", (_, response) =>
      this.answer(response, new Refused(417, "An expectation is not met: send the request whole.")),
    );
    refuseMalformed(this.server);
  }

  listen(socket: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(socket, () => resolve());
    });
  }

  /** Other rules, for whatever is asked from now on. Tunnels that they do not let through are ended. */
  take(rules: readonly EgressRule[], secrets: ReadonlyMap<string, string>): void {
    Object.assign(this.options, { rules, secrets });
    for (const [client, asked] of this.tunnels) if (!asked || !isTunnel(rules, asked)) client.destroy();
  }

  close(): Promise<void> {
    for (const client of this.tunnels.keys()) client.destroy();
    this.upstream.close();
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const gone = new AbortController();
    // An answer that went out whole leaves nothing to give up.
    response.on("close", () => {
      if (!response.writableFinished) gone.abort();
    });
    try {
      const asked = readTarget(request);
      const body = await readBody(request);
      const args = argumentsOf(asked, body);
      const rule = this.boundary(asked.method, args, () => ruleFor(this.options.rules, asked));
      const secret = this.secretOf(rule);
      const send = async (signal: AbortSignal): Promise<number> => {
        const address = await pinAddress(asked.host, rule.addresses, this.options.resolve ?? systemResolve);
        const agent = this.upstream.agentFor(asked.method, rule);
        return passOn({ asked, rule, address, headers: request.headers, body, secret, signal, agent }, response);
      };
      await this.options.governor.call(asked.method, args, send, gone.signal);
    } catch (error) {
      this.answer(response, error);
    }
  }

  private async tunnel(request: http.IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
    const gone = new AbortController();
    this.tunnels.set(client, null);
    client.on("error", () => client.destroy());
    client.on("close", () => {
      this.tunnels.delete(client);
      gone.abort();
    });
    try {
      const asked = authorityOf(request.url ?? "", null);
      if (!asked) throw new Refused(400, "A tunnel names its host in plain form, and its port.");
      const args = { host: asked.host, port: asked.port };
      const rule = this.boundary("CONNECT", args, () => tunnelTo(this.options.rules, asked));
      if (!client.destroyed) this.tunnels.set(client, asked);
      const open = async (signal: AbortSignal): Promise<void> => {
        const address = await pinAddress(asked.host, rule.addresses, this.options.resolve ?? systemResolve);
        await openTunnel(asked, address, { client, head, signal });
      };
      await this.options.governor.call("CONNECT", args, open, gone.signal);
    } catch (error) {
      const { status, reason } = this.explain(error);
      if (!client.destroyed) client.end(rawRefusal(`${status} Refused`, reason));
    }
  }

  /** What the profile says, on record when it refuses. */
  private boundary<T>(
    method: Parameters<Governor["refuse"]>[0],
    args: Parameters<Governor["refuse"]>[1],
    look: () => T,
  ): T {
    try {
      return look();
    } catch (error) {
      this.options.governor.refuse(method, args, messageOf(error));
      throw error;
    }
  }

  private secretOf({ host, secret }: EgressRule): string | null {
    if (!secret) return null;
    const value = this.options.secrets.get(secret.from);
    if (value === undefined)
      throw new Refused(502, `The secret ${secret.name} for ${host} is not in the runner's environment.`);
    return value;
  }

  private answer(response: http.ServerResponse, error: unknown): void {
    const { status, reason } = this.explain(error);
    if (response.headersSent || response.destroyed) return void response.destroy();
    response.writeHead(status, { "content-type": "application/json", connection: "close" });
    response.end(refusalBody(reason));
  }

  private explain(error: unknown): { status: number; reason: string } {
    const reason = printable(messageOf(error), 500);
    if (error instanceof Refused) return { status: error.status, reason };
    if (error instanceof Denied) return { status: 403, reason };
    this.options.log.warn(`A request through the egress proxy failed: ${reason}`);
    return { status: 502, reason };
  }
}
