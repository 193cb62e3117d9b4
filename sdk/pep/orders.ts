/** What the gateway says on the stream, put into effect in the order in which it is said. */
import type { StreamEvent } from "../wire/protocol.ts";
import type { AckQueue } from "./ack-queue.ts";
import type { BundleHolder } from "./bundle-holder.ts";
import type { CheckpointWaits } from "./checkpoint-waits.ts";
import { type Clock, instant } from "./clock.ts";
import type { Lease } from "./lease.ts";
import { type Logger, messageOf } from "./logger.ts";
import type { Prober } from "./probe.ts";
import type { Standing } from "./standing.ts";
import type { Halted, Stops } from "./stops.ts";
import type { TokenSource } from "./token-source.ts";

export type OrdersParts = {
  clock: Clock;
  tokens: TokenSource;
  lease: Lease;
  stops: Stops;
  standing: Standing;
  bundles: BundleHolder;
  acks: AckQueue;
  waits: CheckpointWaits;
  prober: Prober;
  log: Logger;
  /** Told when the state is known and its bundle is in force or refused. */
  onReady(): void;
};

type Event<T extends StreamEvent["type"]> = Extract<StreamEvent, { type: T }>;

export class Orders {
  private readonly parts: OrdersParts;
  /** Last id heard, from which the stream is resumed. */
  private heardId: string | null;
  /** Sequence that the last complete state already contains. */
  private stateSequence = -1;

  constructor(parts: OrdersParts) {
    this.parts = parts;
    this.heardId = parts.standing.heard.lastEventId;
    parts.acks.whenEmpty(() => this.settled());
  }

  get lastEventId(): string | null {
    return this.heardId;
  }

  take(event: StreamEvent, id: string | null): void {
    if (id !== null) this.heardId = id;
    switch (event.type) {
      case "agent":
        this.agent(event, id);
        break;
      case "revoke":
        this.revoke(event, id);
        break;
      case "probe":
        this.parts.prober.answer(event);
        break;
      case "state":
        this.state(event, id);
        break;
      case "bundle":
        this.bundle(event, id);
        break;
      case "checkpoint.decided":
        this.parts.waits.decided(event);
        break;
      case "checkpoint.asked":
        this.parts.waits.asked(event.checkpointId, event.question);
        break;
      case "lease":
        this.lease(event);
        break;
    }
  }

  /** The gateway does not accept this point any more: what it last said no longer counts. */
  refused(): void {
    this.parts.lease.end();
    this.keep(() => this.parts.standing.hear({ lastWord: null }));
  }

  /** Everything heard so far was acknowledged, so a restart may resume from here. */
  private settled(): void {
    if (this.heardId !== this.parts.standing.heard.lastEventId)
      this.keep(() => this.parts.standing.hear({ lastEventId: this.heardId }));
  }

  private agent({ agentId, status, orderId }: Event<"agent">, id: string | null): void {
    const { stops, standing } = this.parts;
    const old = this.inState(id);
    const halted = old ? stops.takeEnded(agentId) : stops.apply(agentId, status);
    const at = instant(this.parts.clock.now());
    if (!old) this.keep(() => standing.update({ stopped: stops.list() }));
    this.parts.acks.push({ kind: "order", orderId, at, ...said(halted) });
  }

  private revoke({ scope, active, orderId }: Event<"revoke">, id: string | null): void {
    const { stops, standing } = this.parts;
    const old = this.inState(id);
    const halted = old ? stops.takeEnded(scope) : stops.revoke(scope, active);
    const at = instant(this.parts.clock.now());
    if (!old) this.keep(() => standing.update({ revoked: stops.scopes() }));
    this.parts.acks.push({ kind: "order", orderId, at, ...said(halted) });
  }

  /** An order from before the state is contained in it: it is confirmed, but must not undo what came after it. */
  private inState(id: string | null): boolean {
    return id !== null && /^\d+$/.test(id) && Number(id) <= this.stateSequence;
  }

  private state(event: Event<"state">, id: string | null): void {
    const { stops, tokens, lease, standing, bundles, onReady } = this.parts;
    stops.replace(event.stopped, event.revoked);
    tokens.correct(event.serverTime);
    if (id !== null && /^\d+$/.test(id)) this.stateSequence = Number(id);
    const { trust, minimumRevision } = standing.current;
    const lastWord = lease.heard(event.leaseSeconds);
    this.keep(() => standing.hear({ lastWord }));
    this.keep(() =>
      standing.update({
        stopped: stops.list(),
        revoked: stops.scopes(),
        mode: event.mode,
        // The first keys come with enrolment; after that the authenticated stream says which are good, and the list is
        // whole, so that a key can also be withdrawn.
        trust: event.trust.length > 0 ? event.trust : trust,
        minimumRevision: Math.max(minimumRevision, event.minimumRevision),
      }),
    );
    if (event.revision === null) onReady();
    else void bundles.want(event.revision).then(onReady);
  }

  private bundle(event: Event<"bundle">, id: string | null): void {
    const { standing, bundles } = this.parts;
    // The state has said which revision is for this point, and another one may be for the others.
    if (this.inState(id)) return;
    if (event.minimumRevision > standing.current.minimumRevision)
      this.keep(() => standing.update({ minimumRevision: event.minimumRevision }));
    void bundles.want(event.revision);
  }

  private lease(event: Event<"lease">): void {
    this.parts.tokens.correct(event.serverTime);
    const lastWord = this.parts.lease.heard(event.leaseSeconds);
    this.keep(() => this.parts.standing.hear({ lastWord }));
    if (this.parts.acks.empty) this.settled();
  }

  /** What is to be kept is in effect whether or not the disk takes it. */
  private keep(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.parts.log.warn(`An order is in effect but could not be stored: ${messageOf(error)}`);
    }
  }
}

/** What was frozen is said only where there is something to say. */
const said = ({ cancelled, frozen }: Halted) => (frozen > 0 ? { cancelled, frozen } : { cancelled });
