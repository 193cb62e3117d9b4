/** Sends the spool to the gateway: in order, one batch at a time, and nothing is forgotten before the gateway has it. */
import { EventsOutput } from "../wire/protocol.ts";
import { type GatewayClient, GatewayRefused } from "./gateway-client.ts";
import { type Logger, messageOf } from "./logger.ts";
import { printable } from "./printable.ts";
import type { Recorder } from "./recorder.ts";
import type { Spool, SpoolBatch } from "./spool.ts";

const BATCH_EVENTS = 200;
const BATCH_BYTES = 1024 * 1024;
const FLUSH_MS = 100;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

export class Delivery {
  private readonly spool: Spool;
  private readonly client: GatewayClient;
  private readonly recorder: Recorder;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private due = false;
  private sending: Promise<boolean> | null = null;
  private failures = 0;
  private limit = BATCH_EVENTS;
  /** Somebody waits until all of it is handed in. */
  private draining = false;

  constructor(spool: Spool, client: GatewayClient, recorder: Recorder, log: Logger) {
    this.spool = spool;
    this.client = client;
    this.recorder = recorder;
    this.log = log;
    recorder.whenRecorded(() => this.notice());
  }

  /** Something was recorded: it leaves within a tenth of a second, or as soon as a batch is full. */
  notice(): void {
    if (this.failures > 0 || this.sending) return;
    if (this.spool.depth >= BATCH_EVENTS) void this.run();
    else if (!this.due) this.schedule(FLUSH_MS);
  }

  /** The connection is back: no use in waiting for the next try. */
  hurry(): void {
    this.failures = 0;
    void this.run();
  }

  /** True when the gateway has everything. */
  flush(): Promise<boolean> {
    this.draining = true;
    return this.run();
  }

  private run(): Promise<boolean> {
    clearTimeout(this.timer);
    this.due = false;
    this.sending ??= this.send().finally(() => {
      this.sending = null;
      this.draining = false;
      if (this.spool.depth > 0) this.schedule(this.failures > 0 ? this.retryDelay() : FLUSH_MS);
    });
    return this.sending;
  }

  /** One last try, then quiet; what is left goes out after the next start. */
  async close(): Promise<void> {
    await this.sending;
    await this.flush();
    clearTimeout(this.timer);
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.due = true;
    this.timer = setTimeout(() => void this.run(), delay);
    this.timer.unref();
  }

  private retryDelay(): number {
    return Math.random() * Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
  }

  private async send(): Promise<boolean> {
    for (let batch = this.next(); batch; batch = this.next()) {
      try {
        await this.post(batch);
        this.failures = 0;
        this.limit = BATCH_EVENTS;
      } catch (error) {
        if (!this.setAside(batch, error)) return false;
      }
      this.recorder.reportGap();
      // What came in meanwhile waits for company: a busy point would otherwise make a request of almost every call.
      if (!this.draining && this.limit === BATCH_EVENTS && this.spool.depth < BATCH_EVENTS) break;
    }
    return this.spool.depth === 0;
  }

  private next(): SpoolBatch | null {
    return this.spool.read(this.limit, BATCH_BYTES);
  }

  private async post(batch: SpoolBatch): Promise<void> {
    const events = batch.lines.flatMap(parseLine);
    const unreadable = batch.lines.length - events.length;
    if (unreadable > 0) this.lose(unreadable, "They were unreadable in the spool.");
    if (events.length > 0) {
      const { results } = await this.client.post("/v1/pep/events", { events }, EventsOutput);
      const refused = results.filter((result, index) => result.status === "refused" && !isGap(events[index]));
      if (refused.length > 0)
        this.lose(refused.length, `The gateway refused them: ${refused[0]?.reason ?? "no reason"}`);
    }
    this.spool.drop(batch);
  }

  /** True when the batch was given up or made smaller and sending may go on; false to try later. */
  private setAside(batch: SpoolBatch, error: unknown): boolean {
    const unfit =
      error instanceof GatewayRefused && (error.status === 400 || error.status === 413 || error.status === 422);
    if (!unfit) {
      this.failures += 1;
      return false;
    }
    // Something in the batch is not accepted: it is narrowed down, so that the rest gets through.
    if (batch.lines.length > 1) {
      this.limit = Math.ceil(batch.lines.length / 2);
      return true;
    }
    this.lose(1, `The gateway refused it: ${messageOf(error)}`);
    this.spool.drop(batch);
    return true;
  }

  private lose(count: number, reason: string): void {
    this.log.warn(`${count} event(s) are lost. ${printable(reason, 300)}`);
    this.recorder.lose(count, printable(reason, 280));
  }
}

/** A refused gap is not counted as another gap, or the two would never end. */
function isGap(event: unknown): boolean {
  return typeof event === "object" && event !== null && "type" in event && event.type === "gap";
}

function parseLine(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
