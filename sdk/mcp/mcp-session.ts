/** One client and its servers: a proxy for each server, and a hub before them when there are several. */
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import type { Logger } from "../pep/logger.ts";
import { ChildUpstream } from "./child-upstream.ts";
import { HttpUpstream } from "./http-upstream.ts";
import type { Line } from "./line-reader.ts";
import { McpHub } from "./mcp-hub.ts";
import { McpProxy } from "./mcp-proxy.ts";
import type { NamedServer, ServerSpec, Upstream, UpstreamEvents } from "./upstream.ts";

export type McpSessionParts = {
  point: EnforcementPoint;
  agentId: string;
  servers: readonly NamedServer[];
  allowedMethods?: ReadonlySet<string>;
  toClient(line: string): void;
  /** Called once, when no server is left: the code that its process ended with, and why when it is more than an end. */
  ended(code: number, reason: string): void;
  log: Logger;
};

type Lane = { proxy: McpProxy; upstream: Upstream };

export class McpSession {
  private readonly parts: McpSessionParts;
  private readonly lanes = new Set<Lane>();
  private readonly hub: McpHub | null;
  private readonly single: McpProxy | null;

  constructor(parts: McpSessionParts) {
    this.parts = parts;
    const { servers, toClient, log } = parts;
    this.hub = servers.length > 1 ? new McpHub(toClient, log) : null;
    const lanes = servers.map((server) => this.open(server));
    const [first] = lanes;
    this.single = this.hub ? null : (first?.proxy ?? null);
  }

  fromClient(line: Line): void {
    if (this.single) this.single.fromClient(line);
    else this.hub?.fromClient(line);
  }

  pause(): void {
    for (const { upstream } of this.lanes) upstream.pause?.();
  }

  resume(): void {
    for (const { upstream } of this.lanes) upstream.resume?.();
  }

  async close(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all([...this.lanes].map(({ upstream }) => upstream.close(signal)));
  }

  private open({ name, spec }: NamedServer): Lane {
    const { hub, parts } = this;
    const { point, agentId, allowedMethods, log } = parts;
    const toServer = (line: string): void => upstream.send(line);
    const toClient = hub ? (line: string): void => hub.heard(name ?? "", line) : parts.toClient;
    const proxy = new McpProxy({ point, agentId, server: name ?? undefined, allowedMethods, log, toClient, toServer });
    const upstream = upstreamOf(spec, {
      line: (line) => proxy.fromServer(line),
      ended: (code, reason) => this.ended(lane, name ?? "", code, reason),
      inputSchemaOf: (tool) => proxy.inputSchemaOf(tool),
    });
    const lane: Lane = { proxy, upstream };
    this.lanes.add(lane);
    hub?.add({ name: name ?? "", send: (text) => proxy.fromClient({ text }) });
    return lane;
  }

  private ended(lane: Lane, name: string, code: number, reason: string): void {
    this.lanes.delete(lane);
    lane.proxy.serverEnded(reason);
    this.hub?.ended(name, reason);
    if (this.lanes.size === 0) this.parts.ended(code, reason);
  }
}

function upstreamOf(spec: ServerSpec, events: UpstreamEvents): Upstream {
  return spec.kind === "command" ? new ChildUpstream(spec, events) : new HttpUpstream(spec, events);
}
