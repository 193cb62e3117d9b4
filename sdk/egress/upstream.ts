/** Connections to hosts that are kept open between requests. A kept one goes to the very address and name that it was made for. */
import http from "node:http";
import https from "node:https";
import type net from "node:net";
import type { EgressRule } from "../sandbox/profile.ts";
import type { EgressMethod } from "./egress-tools.ts";

/** Short: a host may close what is idle, and an address that was judged is not to be leaned on for long. */
const IDLE_MS = 4_000;
const options = { keepAlive: true, maxFreeSockets: 16, scheduling: "lifo" } as const;

/** Sent again, unseen, when the host closed the kept connection under the request: only what may be sent twice. */
const MAY_REPEAT: readonly EgressMethod[] = ["GET", "HEAD", "OPTIONS"];

export class Upstream {
  private readonly plain = new http.Agent(options);
  private readonly secure = new https.Agent(options);

  constructor() {
    // From then on, the agent closes what stays idle.
    for (const agent of [this.plain, this.secure])
      agent.on("free", (socket: net.Socket) => void socket.setTimeout(IDLE_MS));
  }

  /** False: a connection of its own, for what must not be sent twice. */
  agentFor(method: EgressMethod, { as }: EgressRule): http.Agent | false {
    if (!MAY_REPEAT.includes(method)) return false;
    return as === "https" ? this.secure : this.plain;
  }

  close(): void {
    this.plain.destroy();
    this.secure.destroy();
  }
}
