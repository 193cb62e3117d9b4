/**
 * Waits for what people decide. The stream brings it at once; a slow poll is there for the event that was missed, and the
 * request's own expiry bounds both.
 */

import type { SignedGrant } from "../wire/action.ts";
import { CheckpointState, type HoldOutput, type StreamEvent } from "../wire/protocol.ts";
import type { GatewayClient } from "./gateway-client.ts";

export type Verdict = {
  status: Exclude<HoldOutput["status"], "pending">;
  reason: string | null;
  grant: SignedGrant | null;
};
/** What a caller is told of it: the grant is the point's own business. */
export type HoldVerdict = Pick<Verdict, "status" | "reason">;
type Decided = Extract<StreamEvent, { type: "checkpoint.decided" }>;

const POLL_MS = 5000;
/** The database's clock decides what has expired, so this one gives it a moment. */
const EXPIRY_GRACE_MS = 2000;
const EARLY_MAX = 256;

export class CheckpointWaits {
  private readonly client: GatewayClient;
  private readonly pollMs: number;
  /** A call and whoever asked how it was decided may wait for the same request. */
  private readonly waiting = new Map<string, Set<(verdict: Verdict) => void>>();
  /** Decisions that came before the answer which says what they are about. */
  private readonly early = new Map<string, Verdict>();

  constructor(client: GatewayClient, pollMs = POLL_MS) {
    this.client = client;
    this.pollMs = pollMs;
  }

  decided({ checkpointId, status, reason, grant }: Decided): void {
    const verdict = { status, reason, grant };
    const waiters = this.waiting.get(checkpointId);
    if (waiters) {
      for (const waiter of [...waiters]) waiter(verdict);
      return;
    }
    this.early.set(checkpointId, verdict);
    for (const oldest of this.early.keys()) {
      if (this.early.size <= EARLY_MAX) break;
      this.early.delete(oldest);
    }
  }

  /** Rejects with the signal's reason when it is aborted. */
  wait(asked: HoldOutput, remainingMs: number, signal: AbortSignal): Promise<Verdict> {
    const { checkpointId } = asked;
    const early = this.early.get(checkpointId);
    this.early.delete(checkpointId);
    if (early) return Promise.resolve(early);
    const waiters = this.waiting.get(checkpointId) ?? new Set();
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearInterval(poll);
        clearTimeout(expiry);
        signal.removeEventListener("abort", abandon);
        waiters.delete(settle);
        if (waiters.size === 0) this.waiting.delete(checkpointId);
      };
      const settle = (verdict: Verdict): void => {
        end();
        resolve(verdict);
      };
      const abandon = (): void => {
        end();
        reject(signal.reason);
      };
      const look = (): Promise<void> => this.look(checkpointId, settle);
      const poll = setInterval(() => void look(), this.pollMs);
      const expire = (): void => void look().finally(() => settle(EXPIRED));
      const expiry = setTimeout(expire, Math.min(Math.max(0, remainingMs) + EXPIRY_GRACE_MS, 2 ** 31 - 1));
      waiters.add(settle);
      this.waiting.set(checkpointId, waiters);
      if (signal.aborted) abandon();
      else signal.addEventListener("abort", abandon, { once: true });
      if (asked.status !== "pending") void look();
    });
  }

  private async look(checkpointId: string, settle: (verdict: Verdict) => void): Promise<void> {
    try {
      const path = `/v1/pep/checkpoints/${encodeURIComponent(checkpointId)}`;
      const { status, reason, grant } = await this.client.get(path, CheckpointState);
      if (status !== "pending") settle({ status, reason, grant });
    } catch {
      // Unreachable for now: the next look, the stream or the expiry will tell.
    }
  }
}

const EXPIRED: Verdict = { status: "expired", reason: "Nobody decided in time.", grant: null };
