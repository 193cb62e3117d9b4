/** Calls that run elsewhere, until it is told how they ended. */
import { OutcomeUnknown } from "../pep/denied.ts";

type Waiting = { resolve: () => void; reject: (reason: Error) => void };

export class PendingOutcomes {
  private readonly waiting = new Map<string, Waiting>();

  begin(id: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
    });
  }

  ended(id: string, failure: Error | null): void {
    const call = this.waiting.get(id);
    this.waiting.delete(id);
    if (failure) call?.reject(failure);
    else call?.resolve();
  }

  /** Nobody will say any more. */
  abandon(why: string): void {
    for (const id of [...this.waiting.keys()]) this.ended(id, new OutcomeUnknown(why));
  }
}
