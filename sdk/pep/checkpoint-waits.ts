/**
 * Waits for what people decide. The stream brings it at once; a slow poll is there for the event that was missed, and the
 * request's own expiry bounds both.
 */

import type { SignedGrant } from "../wire/action.ts";
import { CheckpointState, type HoldOutput, type StreamEvent } from "../wire/protocol.ts";
import { AnswerOutput, type Question } from "../wire/question.ts";
import type { GatewayClient } from "./gateway-client.ts";

export type Verdict = {
  status: Exclude<HoldOutput["status"], "pending">;
  reason: string | null;
  grant: SignedGrant | null;
};
/** What a caller is told of it: the grant is the point's own business. */
export type HoldVerdict = Pick<Verdict, "status" | "reason">;
type Answering = { answer: (question: Question) => Promise<string | null> | string | null; seen: Set<string> };
type Decided = Extract<StreamEvent, { type: "checkpoint.decided" }>;

const ANSWER_MAX = 4000;
const POLL_MS = 5000;
/** The database's clock decides what has expired, so this one gives it a moment. */
const EXPIRY_GRACE_MS = 2000;
const EARLY_MAX = 256;

export class CheckpointWaits {
  private readonly client: GatewayClient;
  private readonly pollMs: number;
  /** A call and whoever asked how it was decided may wait for the same request. */
  private readonly waiting = new Map<string, Set<(verdict: Verdict) => void>>();
  /** Who answers for a held call, and what it was asked already. */
  private readonly answering = new Map<string, Answering>();
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

  /** Something is asked about a held call. A question that comes before anybody listens is found by the next look. */
  asked(checkpointId: string, question: Question): void {
    const answering = this.answering.get(checkpointId);
    if (!answering || answering.seen.has(question.id)) return;
    answering.seen.add(question.id);
    void this.answer(checkpointId, question, answering);
  }

  /** Until the returned function is called, questions about this call go to `answer`. */
  listen(checkpointId: string, answer: (question: Question) => Promise<string | null> | string | null): () => void {
    this.answering.set(checkpointId, { answer, seen: new Set() });
    return () => this.answering.delete(checkpointId);
  }

  private async answer(checkpointId: string, question: Question, { answer, seen }: Answering): Promise<void> {
    try {
      const text = (await answer(question))?.slice(0, ANSWER_MAX).toWellFormed();
      if (!text || !this.answering.has(checkpointId)) return;
      const path = `/v1/pep/checkpoints/${encodeURIComponent(checkpointId)}/answers`;
      await this.client.post(path, { questionId: question.id, text }, AnswerOutput);
    } catch {
      // Nobody depends on an answer: the question may be put again at the next look.
      seen.delete(question.id);
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
      const { status, reason, grant, questions } = await this.client.get(path, CheckpointState);
      for (const question of questions ?? []) this.asked(checkpointId, question);
      if (status !== "pending") settle({ status, reason, grant });
    } catch {
      // Unreachable for now: the next look, the stream or the expiry will tell.
    }
  }
}

const EXPIRED: Verdict = { status: "expired", reason: "Nobody decided in time.", grant: null };
