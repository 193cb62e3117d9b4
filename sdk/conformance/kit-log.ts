/** What the kit's gateway has heard from the point, with a way to wait for it that does not poll. */
import type { z } from "zod";
import type { Ack, EnrolInput, HeartbeatInput, HoldInput, PepEvent, ProbeInput } from "../wire/protocol.ts";
import { CheckFailed } from "./verdicts.ts";

/** A point answers in milliseconds; this is for machines that are busy. */
export const PATIENCE_MS = 8000;

type Waiter = { holds(): boolean; resolve(): void };
export type ToolRun = { tool: string; arguments: unknown; order: number };

export class KitLog {
  readonly enrolments: EnrolInput[] = [];
  readonly acks: Ack[] = [];
  readonly events: PepEvent[] = [];
  /** Ids under which the same body came again. */
  readonly repeated: string[] = [];
  /** Ids under which another body came. */
  readonly contradicted: string[] = [];
  readonly heartbeats: z.infer<typeof HeartbeatInput>[] = [];
  readonly holds: HoldInput[] = [];
  readonly redeemed: { grantId: string; order: number }[] = [];
  readonly runs: ToolRun[] = [];
  readonly probes: ProbeInput[] = [];
  /** `Last-Event-ID` of each stream connection. */
  readonly streams: (string | null)[] = [];
  private ordinal = 0;
  private waiters: Waiter[] = [];

  /** A number for what happens, so that it can be said what came first. */
  next(): number {
    this.ordinal += 1;
    return this.ordinal;
  }

  changed(): void {
    this.waiters = this.waiters.filter((waiter) => {
      if (!waiter.holds()) return true;
      waiter.resolve();
      return false;
    });
  }

  /** Resolves as soon as the point has made `holds` true; fails the check when it does not. */
  until(what: string, holds: () => boolean, patience = PATIENCE_MS): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        holds,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.waiters = this.waiters.filter((other) => other !== waiter);
        reject(new CheckFailed(`Not seen within ${patience / 1000} s: ${what}.`));
      }, patience);
      this.waiters.push(waiter);
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
