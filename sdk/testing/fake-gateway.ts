/**
 * A gateway to test enforcement points against: real HTTP, real server-sent events, real signatures, and state in memory.
 * It speaks the wire contract and knows nothing of policy; tests tell it what to say.
 */
import { randomUUID } from "node:crypto";
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
import { fakeRoutes } from "./fake-routes.ts";
import { type Asked, FakeServer, type Fault } from "./fake-server.ts";
import type { FakeCheckpoint, FakePoint, FakeState } from "./fake-state.ts";
import { FakeStreams } from "./fake-streams.ts";

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
  private readonly streams = new FakeStreams();
  private readonly server: FakeServer;

  private constructor() {
    this.trust = [trustOf(this.key)];
    this.server = new FakeServer(
      this.records,
      (asked) => fakeRoutes(this, { ...asked, point: this.pointOf(asked) }),
      (asked) => this.openStream(asked),
    );
  }

  static async start(): Promise<FakeGateway> {
    const gateway = new FakeGateway();
    await gateway.up();
    return gateway;
  }

  get url(): string {
    return this.server.url;
  }

  now(): number {
    return Date.now() + this.skewMs;
  }

  up(): Promise<void> {
    return this.server.up();
  }

  down(): Promise<void> {
    return this.server.down();
  }

  /** Cuts the streams; the points are expected to come back. */
  sever(): void {
    this.streams.sever();
  }

  enrolToken(): string {
    const token = `ghe_${randomUUID()}`;
    this.tokens.add(token);
    return token;
  }

  intercept(path: RegExp, fault: Fault): void {
    this.server.intercept(path, fault);
  }

  forgive(): void {
    this.server.forgive();
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
    this.streams.say({ type: "bundle", revision, minimumRevision: this.minimumRevision });
    return revision;
  }

  order(agentId: string, status: AgentStatus): string {
    if (status === "active") this.stopped.delete(agentId);
    else this.stopped.set(agentId, status);
    const orderId = randomUUID();
    this.streams.say({ type: "agent", orderId, agentId, status });
    return orderId;
  }

  revoke(scope: RevokedScope, active = true): string {
    if (active) this.revoked.set(scopeKey(scope), scope);
    else this.revoked.delete(scopeKey(scope));
    const orderId = randomUUID();
    this.streams.say({ type: "revoke", orderId, scope, active });
    return orderId;
  }

  /** Asks every point what would become of a call. Returns the answer of the next one that gives it. */
  async probe(request: DecisionRequest, orderId: string | null = null): Promise<ProbeInput> {
    const probeId = randomUUID();
    this.streams.say({ type: "probe", probeId, orderId, request, nonce: randomUUID() });
    const answered = () => this.records.probes.find(({ statement }) => statement.probeId === probeId);
    await this.records.until("the answer to a probe", () => answered() !== undefined);
    const answer = answered();
    if (!answer) throw new Error("unreachable: it was just there");
    return answer;
  }

  lease(): void {
    const serverTime = new Date(this.now()).toISOString();
    this.streams.mention({ type: "lease", leaseSeconds: this.leaseSeconds, serverTime });
  }

  /** Writes to the streams what no contract allows. */
  sayRaw(text: string): void {
    this.streams.sayRaw(text);
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
    if (told) this.streams.say({ type: "checkpoint.asked", checkpointId, question });
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
    this.streams.say({ type: "checkpoint.decided", checkpointId: id, status, reason, grant });
  }

  /** The id of the newest checkpoint, once a point has asked for one more than `before`. */
  async held(before = 0): Promise<string> {
    await this.records.until("a held call", () => this.checkpoints.size > before);
    return [...this.checkpoints.keys()].at(-1) ?? "";
  }

  private openStream({ response, header }: Asked): void {
    const lastEventId = header("last-event-id");
    this.streams.begin(response, this.state(), lastEventId);
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

  private pointOf({ header }: Asked): FakePoint | null {
    const token = header("authorization")?.replace(/^Bearer /, "") ?? "";
    const point = this.points.get(readToken(token)?.iss ?? "");
    return point && verifyToken(token, point.publicKey, this.now() / 1000) ? point : null;
  }
}

const trustOf = (key: SigningKey): TrustKey => ({
  keyId: keyIdOf(key.publicKeyPem),
  publicKey: key.publicKeyPem,
});
