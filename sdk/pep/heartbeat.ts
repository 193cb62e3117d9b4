/** Tells the gateway how this point is doing. It does not renew the lease: only the stream, which also carries stop orders, does. */
import type { z } from "zod";
import { type HeartbeatInput, HeartbeatOutput } from "../wire/protocol.ts";
import type { GatewayClient } from "./gateway-client.ts";
import type { TokenSource } from "./token-source.ts";

const EVERY_MS = 10_000;

export class Heartbeat {
  private readonly client: GatewayClient;
  private readonly tokens: TokenSource;
  private readonly report: () => z.infer<typeof HeartbeatInput>;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | null = null;

  constructor(client: GatewayClient, tokens: TokenSource, report: () => z.infer<typeof HeartbeatInput>) {
    this.client = client;
    this.tokens = tokens;
    this.report = report;
  }

  start(everyMs = EVERY_MS): void {
    this.timer = setInterval(() => this.beat(), everyMs);
    this.timer.unref();
  }

  beat(): void {
    this.beating ??= this.send().finally(() => {
      this.beating = null;
    });
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
  }

  private async send(): Promise<void> {
    try {
      const { serverTime } = await this.client.post("/v1/pep/heartbeat", this.report(), HeartbeatOutput);
      this.tokens.correct(serverTime);
    } catch {
      // Its absence is what the gateway notices.
    }
  }
}
