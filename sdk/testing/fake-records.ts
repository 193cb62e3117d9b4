/** What a fake gateway has heard, with a way to wait for it that does not poll. */
import type { z } from "zod";
import type { CanaryInput } from "../wire/canary.ts";
import type { Ack, HeartbeatInput, HoldInput, PepEvent, ProbeInput, ToolsSeenInput } from "../wire/protocol.ts";
import type { ProposalInput, SandboxReport } from "../wire/sandbox-run.ts";

const PATIENCE_MS = 15_000;

type Waiter = { holds: () => boolean; resolve: () => void };

export class FakeRecords {
  readonly acks: Ack[] = [];
  readonly events: PepEvent[] = [];
  /** Events that came again under the same id. */
  duplicates = 0;
  readonly heartbeats: z.infer<typeof HeartbeatInput>[] = [];
  readonly tools: z.infer<typeof ToolsSeenInput>[] = [];
  readonly holds: HoldInput[] = [];
  readonly probes: ProbeInput[] = [];
  readonly canaries: CanaryInput[] = [];
  readonly sandboxes: SandboxReport[] = [];
  readonly proposals: ProposalInput[] = [];
  readonly redeemed: string[] = [];
  /** `Last-Event-ID` of each stream connection. */
  readonly streams: (string | null)[] = [];
  /** Requests that got another answer than they should have. */
  intercepted = 0;
  private waiters: Waiter[] = [];

  changed(): void {
    this.waiters = this.waiters.filter((waiter) => {
      if (!waiter.holds()) return true;
      waiter.resolve();
      return false;
    });
  }

  /** Resolves as soon as a request has made `holds` true. */
  until(what: string, holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error(`the gateway never saw: ${what}`)), PATIENCE_MS);
      const done = (): void => {
        clearTimeout(patience);
        resolve();
      };
      this.waiters.push({ holds, resolve: done });
    });
  }

  calls() {
    return this.events.filter((event) => event.type === "call");
  }

  outcomes() {
    return this.events.filter((event) => event.type === "outcome");
  }

  gaps() {
    return this.events.filter((event) => event.type === "gap");
  }
}
