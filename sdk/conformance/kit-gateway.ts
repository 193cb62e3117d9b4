/**
 * The gateway that the kit plays: real HTTP, real server-sent events, real signatures, on a loopback port. It says what a
 * check tells it to say, true or false, and notes everything that the point answers.
 */
import { randomUUID } from "node:crypto";
import { generateSigningKey, keyIdOf, type SigningKey } from "../crypto.ts";
import type { SignedGrant } from "../wire/action.ts";
import type { BundleContent, TrustKey } from "../wire/bundle.ts";
import type { RevokedScope, StreamEvent } from "../wire/protocol.ts";
import type { AgentStatus, Mode } from "../wire/words.ts";
import type { Conduct } from "./conduct.ts";
import { KitLog } from "./kit-log.ts";
import { KitServer } from "./kit-server.ts";
import { type Forgery, grantFor, signedBundle } from "./kit-signing.ts";
import type { KitCheckpoint, KitPoint, KitState } from "./kit-state.ts";

type Logged = { sequence: number; event: object };

export class KitGateway implements KitState {
  readonly org = "org-conformance";
  readonly key: SigningKey = generateSigningKey();
  readonly log = new KitLog();
  readonly conduct: Conduct;
  readonly points = new Map<string, KitPoint>();
  readonly tokens = new Set<string>();
  readonly bundles = new Map<number, unknown>();
  readonly checkpoints = new Map<string, KitCheckpoint>();
  readonly stopped = new Map<string, Exclude<AgentStatus, "active">>();
  revoked: RevokedScope[] = [];
  mode: Mode = "enforce";
  leaseSeconds = 30;
  trust: TrustKey[];
  minimumRevision = 1;
  /** Highest revision ever announced. */
  highest = 0;
  refuseEvents = false;
  onHold: ((checkpoint: KitCheckpoint) => void) | null = null;
  readonly server: KitServer;
  private revision: number | null = null;
  private readonly control: Logged[] = [];

  constructor(conduct: Conduct) {
    this.conduct = conduct;
    this.trust = [trustOf(this.key)];
    this.server = new KitServer(this, (lastEventId) => this.greeting(lastEventId));
  }

  enrolToken(): string {
    const token = `ghe_${randomUUID()}`;
    this.tokens.add(token);
    return token;
  }

  /** Id of the newest entry of the control log. */
  get head(): number {
    return this.control.length;
  }

  /** Signs and announces a good bundle; its revision. */
  publish(content: BundleContent): number {
    const revision = this.highest + 1;
    this.announce(revision, signedBundle(this, content, { revision }));
    return revision;
  }

  /** Signs and announces a bundle that is wrong in the given way; the revision under which it is served. */
  publishBad(content: BundleContent, forgery: Forgery, revision = this.highest + 1): number {
    this.announce(revision, signedBundle(this, content, { revision, ...forgery }));
    return revision;
  }

  announce(revision: number, bundle: unknown): void {
    this.bundles.set(revision, bundle);
    this.highest = Math.max(this.highest, revision);
    this.revision = revision;
    this.say({ type: "bundle", revision, minimumRevision: this.minimumRevision });
  }

  order(agentId: string, status: AgentStatus): string {
    if (status === "active") this.stopped.delete(agentId);
    else this.stopped.set(agentId, status);
    const orderId = randomUUID();
    this.say({ type: "agent", orderId, agentId, status });
    return orderId;
  }

  revoke(scope: RevokedScope, active = true): string {
    const same = JSON.stringify(scope);
    this.revoked = this.revoked.filter((other) => JSON.stringify(other) !== same);
    if (active) this.revoked.push(scope);
    const orderId = randomUUID();
    this.say({ type: "revoke", orderId, scope, active });
    return orderId;
  }

  /** Puts an entry into the control log and tells it to whoever listens. */
  say(event: StreamEvent | { type: string }): void {
    const sequence = this.control.length + 1;
    this.control.push({ sequence, event });
    this.server.send(event, sequence);
  }

  approve(checkpoint: KitCheckpoint, grant: SignedGrant = grantFor(this, checkpoint)): SignedGrant {
    this.settle(checkpoint, "approved", null, grant);
    return grant;
  }

  settle(
    checkpoint: KitCheckpoint,
    status: "approved" | "denied" | "expired",
    reason: string | null,
    grant: SignedGrant | null,
  ): void {
    Object.assign(checkpoint, { status, reason, grant });
    this.say({ type: "checkpoint.decided", checkpointId: checkpoint.checkpointId, status, reason, grant });
  }

  /** The checkpoint that the point asks for beyond the first `before`. */
  async held(before: number): Promise<KitCheckpoint> {
    await this.log.until("a request that people decide", () => this.checkpoints.size > before);
    const newest = [...this.checkpoints.values()].at(-1);
    if (!newest) throw new Error("a checkpoint that was seen is gone");
    return newest;
  }

  leaseEvent(): StreamEvent {
    return { type: "lease", leaseSeconds: this.leaseSeconds, serverTime: new Date().toISOString() };
  }

  private greeting(lastEventId: string | null): Logged[] {
    const last = lastEventId === null ? Number.NaN : Number(lastEventId);
    const missed = this.control.filter(({ sequence }) => sequence > last);
    return [{ sequence: this.head, event: this.state() }, ...missed];
  }

  private state(): StreamEvent {
    return {
      type: "state",
      revision: this.revision,
      minimumRevision: this.minimumRevision,
      stopped: [...this.stopped].map(([agentId, status]) => ({ agentId, status })),
      revoked: this.revoked,
      trust: this.trust,
      mode: this.mode,
      leaseSeconds: this.leaseSeconds,
      serverTime: new Date().toISOString(),
    };
  }
}

export const trustOf = (key: SigningKey): TrustKey => ({
  keyId: keyIdOf(key.publicKeyPem),
  publicKey: key.publicKeyPem,
});
