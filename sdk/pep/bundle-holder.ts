/**
 * The policy bundle in force. A new one is fetched, verified and compiled before it replaces the old in one assignment;
 * one that fails any check is refused whole, and the last good one stays.
 */
import type { PolicySet } from "../decide.ts";
import { NotVerified, type VerifiedBundle, verifyBundle } from "../verify.ts";
import { type BundleAgent, type BundleContent, type BundleTool, SignedBundle } from "../wire/bundle.ts";
import type { Ack } from "../wire/protocol.ts";
import { type Clock, instant } from "./clock.ts";
import { type GatewayClient, GatewayRefused } from "./gateway-client.ts";
import { type Logger, messageOf } from "./logger.ts";
import { printable } from "./printable.ts";
import type { Standing } from "./standing.ts";
import type { StateDir } from "./state-dir.ts";

const FILE = "bundle.json";
const RETRY_MS = 2000;

export type Held = {
  set: PolicySet;
  revision: number;
  contentDigest: string;
  keyId: string;
  content: BundleContent;
  /** The content as it was signed: what proves to a probe that it is held. */
  text: string;
  agents: ReadonlyMap<string, BundleAgent>;
  tools: ReadonlyMap<string, BundleTool>;
};

export type BundleHolderParts = {
  org: string;
  directory: StateDir;
  standing: Standing;
  client: GatewayClient;
  clock: Clock;
  log: Logger;
  /** Compiles; throws when the content cannot be decided by. */
  load(content: BundleContent, revision: number): PolicySet;
  acknowledge(ack: Ack): void;
  onChange(): void;
};

export class BundleHolder {
  private readonly parts: BundleHolderParts;
  private current: Held | null = null;
  private wanted: number | null = null;
  private fetching: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(parts: BundleHolderParts) {
    this.parts = parts;
  }

  /** Null also while the gateway asks for a newer revision than the one at hand, or no longer trusts its key. */
  get held(): Held | null {
    const { current } = this;
    if (!current) return null;
    const { minimumRevision, trust } = this.parts.standing.current;
    if (current.revision < minimumRevision) return null;
    return trust.some((key) => key.keyId === current.keyId) ? current : null;
  }

  /** Revision at hand, in force or not; 0 when there is none. */
  get revision(): number {
    return this.current?.revision ?? 0;
  }

  /** Takes up the bundle that was in force before the restart, after verifying it again. */
  restore(): void {
    const text = this.parts.directory.readText(FILE);
    if (text === null) return;
    try {
      const { trust, minimumRevision, highest } = this.parts.standing.current;
      const verified = verifyBundle(JSON.parse(text), { trust, org: this.parts.org, minimumRevision, highest });
      this.current = this.compile(verified, SignedBundle.parse(JSON.parse(text)).content);
    } catch (error) {
      this.parts.log.warn(`The stored bundle is not used: ${printable(messageOf(error), 300)}`);
    }
  }

  /** Asks for `revision`; the promise settles when it is in force, refused, or could not be fetched for now. */
  want(revision: number): Promise<void> {
    this.wanted = revision;
    if (this.held?.revision === revision) return Promise.resolve();
    clearTimeout(this.timer);
    this.fetching ??= this.fetchWanted().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.fetching;
  }

  private async fetchWanted(): Promise<void> {
    for (let done: number | null = null; this.wanted !== null && this.wanted !== done && !this.closed; ) {
      const revision: number = this.wanted;
      let answer: SignedBundle;
      try {
        answer = await this.parts.client.get(`/v1/pep/bundles/${revision}`, SignedBundle);
      } catch (error) {
        if (this.wanted !== revision) continue;
        return this.fetchFailed(revision, error);
      }
      this.take(revision, answer);
      done = revision;
    }
  }

  private fetchFailed(revision: number, error: unknown): void {
    const lasting = error instanceof GatewayRefused && !error.passing && error.status !== 401;
    if (lasting) this.refuse(revision, `it could not be fetched: ${messageOf(error)}`);
    if (lasting || this.closed) return;
    this.timer = setTimeout(() => void this.want(this.wanted ?? revision), RETRY_MS);
    this.timer.unref();
  }

  private take(revision: number, answer: SignedBundle): void {
    try {
      const { trust, minimumRevision, highest } = this.parts.standing.current;
      const verified = verifyBundle(answer, { trust, org: this.parts.org, revision, minimumRevision, highest });
      const next = this.compile(verified, answer.content);
      this.keep(answer, next);
      this.current = next;
      this.parts.acknowledge({ kind: "bundle", revision, result: "loaded", at: instant(this.parts.clock.now()) });
      this.parts.onChange();
    } catch (error) {
      this.refuse(revision, error instanceof NotVerified ? error.message : `it cannot be used: ${messageOf(error)}`);
    }
  }

  /** A disk that is full must not keep a new policy from taking effect: it is only not there after a restart. */
  private keep(answer: SignedBundle, next: Held): void {
    try {
      try {
        this.parts.directory.write(FILE, JSON.stringify(answer));
      } finally {
        const { revision, contentDigest } = next;
        this.parts.standing.update({ highest: { revision, contentDigest } });
      }
    } catch (error) {
      this.parts.log.warn(
        `Bundle ${next.revision} is in force but could not be stored: ${printable(messageOf(error))}`,
      );
    }
  }

  private compile({ manifest, content, keyId }: VerifiedBundle, text: string): Held {
    return {
      set: this.parts.load(content, manifest.revision),
      revision: manifest.revision,
      contentDigest: manifest.contentDigest,
      keyId,
      content,
      text,
      agents: new Map(content.agents.map((agent) => [agent.id, agent])),
      tools: new Map(content.tools.map((tool) => [tool.id, tool])),
    };
  }

  private refuse(revision: number, reason: string): void {
    const text = printable(reason, 400);
    this.parts.log.warn(`Bundle ${revision} was refused: ${text}`);
    const at = instant(this.parts.clock.now());
    this.parts.acknowledge({ kind: "bundle", revision, result: "refused", reason: text, at });
  }
}
