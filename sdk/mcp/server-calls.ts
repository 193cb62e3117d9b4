/** Tool calls that the server is running, by id. */
import type { JsonObject } from "../canonical.ts";
import type { Cancellation } from "../pep/cancellation.ts";
import { OutcomeUnknown } from "../pep/denied.ts";
import { messageOf as textOf } from "../pep/logger.ts";
import { type MessageId, type ResponseMessage, writeMessage } from "./message.ts";

/** Servers need not answer what was cancelled, so ids given up are not kept for ever. */
const MAX_ABANDONED = 1000;

export type Answer = { line: string; message: ResponseMessage };
type InFlight = { resolve(answer: Answer): void; reject(reason: Error): void };

export class ServerCalls {
  private readonly toServer: (line: string) => void;
  private readonly inFlight = new Map<MessageId, InFlight>();
  /** Given up, and the server may still answer. */
  private readonly abandoned = new Set<MessageId>();

  constructor(toServer: (line: string) => void) {
    this.toServer = toServer;
  }

  uses(id: MessageId): boolean {
    return this.inFlight.has(id) || this.abandoned.has(id);
  }

  /** True when the answer belongs to a call. */
  answered(line: string, message: ResponseMessage): boolean {
    if (message.id === null) return false;
    if (this.abandoned.size > 0 && this.abandoned.delete(message.id)) return true;
    const waiting = this.inFlight.get(message.id);
    if (!waiting) return false;
    this.inFlight.delete(message.id);
    waiting.resolve({ line, message });
    return true;
  }

  failAll(reason: string): void {
    const waiting = [...this.inFlight.values()];
    this.inFlight.clear();
    for (const { reject } of waiting) reject(new OutcomeUnknown(reason));
  }

  /** Sends the call with the arguments that were decided about, and waits for the server's answer. */
  run(id: MessageId, params: JsonObject, cancellation: Cancellation): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        if (!this.inFlight.delete(id)) return;
        this.abandon(id);
        const notice = { requestId: id, reason: textOf(cancellation.reason) };
        this.toServer(writeMessage({ kind: "notification", method: "notifications/cancelled", params: notice }));
        reject(new OutcomeUnknown("The call was cancelled while it ran; whether it took effect is not known."));
      };
      if (cancellation.aborted) throw cancellation.reason;
      const line = writeMessage({ kind: "request", id, method: "tools/call", params });
      cancellation.onAbort(abandon);
      this.inFlight.set(id, { resolve, reject });
      this.toServer(line);
    });
  }

  private abandon(id: MessageId): void {
    this.abandoned.add(id);
    for (const oldest of this.abandoned) {
      if (this.abandoned.size <= MAX_ABANDONED) break;
      this.abandoned.delete(oldest);
    }
  }
}
