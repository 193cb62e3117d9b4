/**
 * A gateway to test enforcement points against: real HTTP, real server-sent events, real signatures, and state in memory.
 * It speaks the wire contract and knows nothing of policy; tests tell it what to say.
 */
import { randomUUID } from "node:crypto";
import http from "node:http";
import { actionDigest } from "../action-digest.ts";
import { canonicalJson, type JsonObject, sha256 } from "../canonical.ts";
import { withArguments } from "../changed-action.ts";
import { generateSigningKey, keyIdOf, readToken, type SigningKey, signCanonical, verifyToken } from "../crypto.ts";
import { scopeKey } from "../revoked.ts";
import type { ChangedGrant, PlainGrant, SignedGrant } from "../wire/action.ts";
import type { BundleContent, BundleManifest, SignedBundle, TrustKey } from "../wire/bundle.ts";
import type { DecisionRequest } from "../wire/decision.ts";
import type { ProbeInput, RevokedScope, StreamEvent } from "../wire/protocol.ts";
import type { Question } from "../wire/question.ts";
import type { AgentStatus, Mode } from "../wire/words.ts";
import { FakeRecords } from "./fake-records.ts";
import { fakeRoutes, type Reply } from "./fake-routes.ts";
import type { FakeCheckpoint, FakePoint, FakeState } from "./fake-state.ts";

type Logged = { sequence: number; event: StreamEvent };
/** `cut` drops the connection before the request has its effect, `lose` after it. */
type Fault = Reply | "cut" | "lose";
type Interception = { path: RegExp; fault: Fault };

export class FakeGateway implements FakeState {
  readonly org = "org-1";
  readonly key: SigningKey = generateSigningKey();
  readonly records = new FakeRecords();
  readonly points = new Map<string, FakePoint>();
  readonly tokens = new Set<string>();
  readonly bundles = new Map<number, SignedBundle>();
  readonly checkpoints = new Map<string, FakeCheckpoint>();
  readonly answers: { questionId: string; text: string }[] = [];
  readonly settled = new Map<string, { mayRepeat: boolean; reason: string }>();
  readonly stopped = new Map<string, Exclude<AgentStatus, "active">>();
  readonly revoked = new Map<string, RevokedScope>();
  /** Agents that points enrolled from now on may act for. */
  agents: string[] | null = null;
  mode: Mode = "enforce";
  leaseSeconds = 30;
  minimumRevision = 1;
  revision: number | null = null;
  /** Milliseconds by which this gateway's clock differs from the machine's. */
  skewMs = 0;
  trust: TrustKey[];
  private readonly log: Logged[] = [];
  private readonly streams = new Set<http.ServerResponse>();
  private readonly interceptions: Interception[] = [];
  private server: http.Server | null = null;
  private port = 0;

  private constructor() {
    this.trust = [trustOf(this.key)];
  }

  static async start(): Promise<FakeGateway> {
    const gateway = new FakeGateway();
    await gateway.up();
    return gateway;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  now(): number {
    return Date.now() + this.skewMs;
  }

  /** Listens, on the same port as before when it was down. */
  up(): Promise<void> {
    const server = http.createServer((request, response) => void this.answer(request, response));
    this.server = server;
    return new Promise((resolve) => {
      server.listen(this.port, "localhost", () => {
        const address = server.address();
        if (typeof address === "object" && address) this.port = address.port;
        resolve();
      });
    });
  }

  /** Gone, with every connection. */
  down(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** Cuts the streams; the points are expected to come back. */
  sever(): void {
    for (const stream of this.streams) stream.destroy();
  }

  enrolToken(): string {
    const token = `ghe_${randomUUID()}`;
    this.tokens.add(token);
    return token;
  }

  /** Answers the next request to a matching path with a fault. */
  intercept(path: RegExp, fault: Fault): void {
    this.interceptions.push({ path, fault });
  }

  /** No more faults. */
  forgive(): void {
    this.interceptions.length = 0;
  }

  sign(content: BundleContent, more: Partial<BundleManifest> = {}, key = this.key): SignedBundle {
    const text = JSON.stringify(content);
    const manifest: BundleManifest = {
      format: 1,
      org: this.org,
      revision: (this.revision ?? 0) + 1,
      minimumRevision: this.minimumRevision,
      createdAt: new Date(this.now()).toISOString(),
      contentDigest: sha256(text),
      ...more,
    };
    return { manifest, content: text, signature: signCanonical(key, manifest) };
  }

  publish(content: BundleContent): number {
    return this.announce(this.sign(content));
  }

  /** Serves a bundle as it is, under its revision, and tells the points. */
  announce(bundle: SignedBundle, revision = bundle.manifest.revision): number {
    this.bundles.set(revision, bundle);
    this.revision = revision;
    this.say({ type: "bundle", revision, minimumRevision: this.minimumRevision });
    return revision;
  }

  order(agentId: string, status: AgentStatus): string {
    if (status === "active") this.stopped.delete(agentId);
    else this.stopped.set(agentId, status);
    const orderId = randomUUID();
    this.say({ type: "agent", orderId, agentId, status });
    return orderId;
  }

  revoke(scope: RevokedScope, active = true): string {
    if (active) this.revoked.set(scopeKey(scope), scope);
    else this.revoked.delete(scopeKey(scope));
    const orderId = randomUUID();
    this.say({ type: "revoke", orderId, scope, active });
    return orderId;
  }

  /** Asks every point what would become of a call. Returns the answer of the next one that gives it. */
  async probe(request: DecisionRequest, orderId: string | null = null): Promise<ProbeInput> {
    const probeId = randomUUID();
    this.say({ type: "probe", probeId, orderId, request, nonce: randomUUID() });
    const answered = () => this.records.probes.find(({ statement }) => statement.probeId === probeId);
    await this.records.until("the answer to a probe", () => answered() !== undefined);
    const answer = answered();
    if (!answer) throw new Error("unreachable: it was just there");
    return answer;
  }

  lease(): void {
    const serverTime = new Date(this.now()).toISOString();
    for (const stream of this.streams) send(stream, { type: "lease", leaseSeconds: this.leaseSeconds, serverTime });
  }

  /** Writes to the streams what no contract allows. */
  sayRaw(text: string): void {
    for (const stream of this.streams) stream.write(text);
  }

  grant(checkpointId: string, more: Partial<PlainGrant> = {}, key = this.key): SignedGrant {
    const checkpoint = this.checkpoints.get(checkpointId);
    if (!checkpoint) throw new Error(`no checkpoint ${checkpointId}`);
    const issuedAt = new Date(this.now()).toISOString();
    const grant: PlainGrant = { id: randomUUID(), rules: ["two-eyes"], issuedAt, ...checkpoint.grantFor, ...more };
    return { grant, signature: signCanonical(key, grant) };
  }

  /** A grant for the held action with other arguments. */
  changedGrant(checkpointId: string, args: JsonObject, more: Partial<ChangedGrant> = {}): SignedGrant {
    const { grant: plain } = this.grant(checkpointId);
    const action = this.records.holds.find(({ digest }) => digest === plain.actionDigest)?.action;
    if (!action) throw new Error(`nothing was held for ${checkpointId}`);
    const grant: ChangedGrant = {
      ...plain,
      format: 2,
      actionDigest: actionDigest(withArguments(action, args)),
      heldDigest: plain.actionDigest,
      arguments: canonicalJson(args),
      ...more,
    };
    return { grant, signature: signCanonical(this.key, grant) };
  }

  approve(checkpointId: string, grant: SignedGrant = this.grant(checkpointId)): SignedGrant {
    this.settle(checkpointId, "approved", null, grant);
    return grant;
  }

  /** Asks the agent about a held call; `told` false: only a look at the request's state finds it. */
  ask(checkpointId: string, question: Question, told = true): void {
    const checkpoint = this.checkpoints.get(checkpointId);
    if (!checkpoint) throw new Error(`no checkpoint ${checkpointId}`);
    checkpoint.questions = [...(checkpoint.questions ?? []), question];
    if (told) this.say({ type: "checkpoint.asked", checkpointId, question });
  }

  deny(checkpointId: string, reason: string): void {
    this.settle(checkpointId, "denied", reason, null);
  }

  settle(
    id: string,
    status: "approved" | "denied" | "voided" | "expired",
    reason: string | null,
    grant: SignedGrant | null,
  ): void {
    const checkpoint = this.checkpoints.get(id);
    if (!checkpoint) throw new Error(`no checkpoint ${id}`);
    Object.assign(checkpoint, { status, reason, grant });
    this.say({ type: "checkpoint.decided", checkpointId: id, status, reason, grant });
  }

  /** The id of the newest checkpoint, once a point has asked for one more than `before`. */
  async held(before = 0): Promise<string> {
    await this.records.until("a held call", () => this.checkpoints.size > before);
    return [...this.checkpoints.keys()].at(-1) ?? "";
  }

  openStream(response: http.ServerResponse, lastEventId: string | null): void {
    this.streams.add(response);
    response.on("close", () => this.streams.delete(response));
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    send(response, this.state(), this.log.length);
    // As strict as the contract allows: what the state already contains is said again, for its acknowledgement.
    for (const { sequence, event } of this.log)
      if (lastEventId !== null && sequence > Number(lastEventId)) send(response, event, sequence);
    this.records.streams.push(lastEventId);
    this.records.changed();
  }

  private state(): StreamEvent {
    return {
      type: "state",
      revision: this.revision,
      minimumRevision: this.minimumRevision,
      stopped: [...this.stopped].map(([agentId, status]) => ({ agentId, status })),
      revoked: [...this.revoked.values()],
      trust: this.trust,
      mode: this.mode,
      leaseSeconds: this.leaseSeconds,
      serverTime: new Date(this.now()).toISOString(),
    };
  }

  private say(event: StreamEvent): void {
    const sequence = this.log.length + 1;
    this.log.push({ sequence, event });
    for (const stream of this.streams) send(stream, event, sequence);
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", this.url).pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body: unknown = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    const fault = this.faultOf(path);
    const handled =
      fault === undefined || fault === "lose"
        ? fakeRoutes(this, { method: request.method ?? "", path, body, point: this.pointOf(request) })
        : null;
    if (fault === "cut" || fault === "lose") request.socket.destroy();
    else if (handled === "stream") this.openStream(response, header(request, "last-event-id"));
    else answerWith(response, fault ?? handled);
    this.records.changed();
  }

  private faultOf(path: string): Fault | undefined {
    const index = this.interceptions.findIndex((entry) => entry.path.test(path));
    if (index < 0) return undefined;
    this.records.intercepted += 1;
    return this.interceptions.splice(index, 1)[0]?.fault;
  }

  private pointOf(request: http.IncomingMessage): FakePoint | null {
    const token = header(request, "authorization")?.replace(/^Bearer /, "") ?? "";
    const point = this.points.get(readToken(token)?.iss ?? "");
    return point && verifyToken(token, point.publicKey, this.now() / 1000) ? point : null;
  }
}

export const trustOf = (key: SigningKey): TrustKey => ({
  keyId: keyIdOf(key.publicKeyPem),
  publicKey: key.publicKeyPem,
});

function send(stream: http.ServerResponse, event: StreamEvent, id?: number): void {
  const identified = id === undefined ? "" : `id: ${id}\n`;
  stream.write(`${identified}event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

function answerWith(response: http.ServerResponse, reply: Reply | null): void {
  response.writeHead(reply?.status ?? 500, { "content-type": "application/json" });
  response.end(JSON.stringify(reply?.body ?? {}));
}

function header(request: http.IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}
