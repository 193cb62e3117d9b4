/**
 * What ends a call. Every call has one and hardly any is ever ended, so it is a plain object: an `AbortSignal`, which costs
 * more than the decision about the call, is made of it only for code that asks for one.
 */
export class Cancellation {
  private ended = false;
  private why: unknown;
  private controller: AbortController | null = null;
  private listeners: Set<() => void> | null = null;

  get aborted(): boolean {
    return this.ended;
  }

  get reason(): unknown {
    return this.why;
  }

  /** The same as functions of others understand it. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.ended) this.controller.abort(this.why);
    }
    return this.controller.signal;
  }

  /** The first reason stays. */
  abort(reason: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.why = reason;
    const listeners = this.listeners ?? [];
    this.listeners = null;
    for (const listener of listeners) listener();
    this.controller?.abort(reason);
  }

  /** Calls `listener` once when it is ended, and not when it was before. Returns its removal. */
  onAbort(listener: () => void): () => void {
    if (this.ended) return () => undefined;
    this.listeners ??= new Set();
    this.listeners.add(listener);
    return () => void this.listeners?.delete(listener);
  }
}
