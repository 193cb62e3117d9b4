/** Acknowledgements on their way to the gateway, in order, kept until it has them. */
import { Accepted, type Ack } from "../wire/protocol.ts";
import { type GatewayClient, GatewayRefused } from "./gateway-client.ts";
import { type Logger, messageOf } from "./logger.ts";
import { printable } from "./printable.ts";

const RETRY_MS = 1000;
const BATCH = 500;

export class AckQueue {
  private readonly client: GatewayClient;
  private readonly log: Logger;
  private onEmpty: () => void = () => undefined;
  private waiting: Ack[] = [];
  private sending: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(client: GatewayClient, log: Logger) {
    this.client = client;
    this.log = log;
  }

  /** `listener` is told whenever the gateway has everything. */
  whenEmpty(listener: () => void): void {
    this.onEmpty = listener;
  }

  get empty(): boolean {
    return this.waiting.length === 0;
  }

  push(ack: Ack): void {
    this.waiting.push(ack);
    this.wake();
  }

  /** Tries now rather than at the next retry; for when the connection is back. */
  wake(): void {
    clearTimeout(this.timer);
    if (this.closed || this.sending || this.empty) return;
    this.sending = this.send().finally(() => {
      this.sending = null;
      if (!this.empty) this.later();
    });
  }

  async close(): Promise<void> {
    await this.sending;
    this.wake();
    this.closed = true;
    clearTimeout(this.timer);
    await this.sending;
    clearTimeout(this.timer);
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => this.wake(), RETRY_MS);
    this.timer.unref();
  }

  private async send(): Promise<void> {
    while (!this.empty) {
      const acks = this.waiting.slice(0, BATCH);
      try {
        await this.client.post("/v1/pep/acks", { acks }, Accepted);
      } catch (error) {
        if (!(error instanceof GatewayRefused) || error.passing || error.status === 401) return;
        this.log.warn(`The gateway refused an acknowledgement: ${printable(messageOf(error))}`);
      }
      this.waiting.splice(0, acks.length);
    }
    this.onEmpty();
  }
}
