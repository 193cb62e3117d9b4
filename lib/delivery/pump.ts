/**
 * Delivers to every sink of the installation, each by itself: one that is down, slow or hanging keeps only itself waiting.
 * Any number of processes may run one: the feed has one sequencer, and each sink one deliverer, at a time.
 */
import type { Db } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/ctx";
import { Prisma, type Sink as SinkRow } from "@/lib/db/generated/client";
import { errorFields, log } from "@/lib/log";
import { newId } from "@/lib/shared/ids";
import { deliverBatch, type Step } from "./deliver-batch";
import { numberFeed, trimFeed, trimSamples } from "./feed";
import { noteCaughtUp, noteFailure, releaseLease, takeLease } from "./progress";
import { raiseAlarms } from "./raise-alarms";
import { backOffMs } from "./rules";
import type { Sender, SenderOptions } from "./senders/message";
import { senderFor } from "./senders/sender-for";
import { placeOf } from "./sink-place";

const TICK_MS = 1_000;
const TIDY_MS = 60_000;
/** After so many messages the other sinks' turn is looked at, and the sink is read anew. */
const MOST_IN_ROUND = 50;

export type PumpOptions = { sender?: SenderOptions };

export class DeliveryPump {
  readonly #db: Db;
  readonly #options: PumpOptions;
  readonly #holder = newId("request");
  /** Rounds under way, by sink. */
  readonly #rounds = new Map<string, Promise<void>>();
  readonly #senders = new Map<string, { version: number; sender: Sender }>();
  #timer: NodeJS.Timeout | undefined;
  #ticking = false;
  #again = false;
  #stopped = true;
  #tidiedAt = 0;

  constructor(db: Db, options: PumpOptions = {}) {
    this.#db = db;
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** Something was committed. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    if (!this.#ticking) void this.#tick();
  }

  /** Ends after the messages that are under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#rounds.values());
    for (const { sender } of this.#senders.values()) sender.close();
    this.#senders.clear();
  }

  async #tick(): Promise<void> {
    this.#ticking = true;
    clearTimeout(this.#timer);
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#startRounds();
      } catch (error) {
        log.error("delivery could not look for work; it will look again", errorFields(error));
      }
    }
    this.#ticking = false;
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), TICK_MS);
  }

  /** Starts a round for every sink with work, and waits for none of them. */
  async #startRounds(): Promise<void> {
    await numberFeed(this.#db);
    for (const id of await this.#due()) {
      if (this.#rounds.has(id)) continue;
      this.#rounds.set(
        id,
        this.#round(id).then((more) => {
          this.#rounds.delete(id);
          if (more) this.wake();
        }),
      );
    }
    await noteCaughtUp(this.#db);
    if (Date.now() - this.#tidiedAt < TIDY_MS) return;
    this.#tidiedAt = Date.now();
    await trimFeed(this.#db);
    await trimSamples(this.#db);
  }

  async #due(): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ id: string }[]>(Prisma.sql`
      SELECT s."id" FROM "Sink" s WHERE s."status" = 'active' AND (s."retryAt" IS NULL OR s."retryAt" <= now())
        AND ((s."kind" NOT IN ('slack', 'teams') AND (s."heartbeatAt" IS NULL OR s."heartbeatAt" < now() - interval '60 seconds'))
          OR EXISTS (SELECT 1 FROM "DeliveryFeed" f WHERE f."orgId" = s."orgId" AND f."place" > s."place"
            AND (f."sinkId" IS NULL OR f."sinkId" = s."id")))`);
    return rows.map(({ id }) => id);
  }

  /** True when there is more to send. */
  async #round(id: string): Promise<boolean> {
    let sink: SinkRow | null = null;
    try {
      let step: Step = "sent";
      for (let sent = 0; sent < MOST_IN_ROUND && step === "sent" && !this.#stopped; sent++) {
        sink = await takeLease(this.#db, id, this.#holder);
        if (!sink) return false;
        step = await deliverBatch(this.#db, sink, this.#holder, this.#senderOf(sink));
      }
      await this.#after(id);
      return step === "sent";
    } catch (error) {
      log.error("a sink could not be delivered to; it will be tried again", { sink: id, ...errorFields(error) });
      const reason = error instanceof Error ? error.message : String(error);
      if (sink)
        await noteFailure(this.#db, sink, reason, backOffMs(sink.failures + 1, Math.random()), 0).catch(
          () => undefined,
        );
      return false;
    } finally {
      await releaseLease(this.#db, id, this.#holder).catch(() => undefined);
    }
  }

  async #after(id: string): Promise<void> {
    const sink = await this.#db.sink.findUnique({ where: { id } });
    if (sink) await raiseAlarms(this.#db, sink, await databaseNow(this.#db));
  }

  /** Kept while the sink is as it was, so that its connections are. */
  #senderOf(sink: SinkRow): Sender {
    const known = this.#senders.get(sink.id);
    if (known?.version === sink.version) return known.sender;
    known?.sender.close();
    const sender = senderFor(placeOf(sink), sink.orgId, this.#options.sender);
    this.#senders.set(sink.id, { version: sink.version, sender });
    return sender;
  }
}
