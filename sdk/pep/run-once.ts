/** Runs what was permitted, at most once, and says how it ended: succeeded, failed, or nobody knows. */
import type { Outcome } from "../wire/words.ts";
import type { Cancellation } from "./cancellation.ts";
import type { Clock } from "./clock.ts";
import { OutcomeUnknown } from "./denied.ts";
import { messageOf } from "./logger.ts";
import { CallStopped } from "./stops.ts";

export type Ending = { outcome: Outcome; error: string | null; durationMs: number | null };

export type Work<T> = {
  clock: Clock;
  cancellation: Cancellation;
  run(): Promise<T> | T;
  /** Why a result that was returned is a failure all the same; null when it is not. */
  failed(result: T): string | null;
  ended(ending: Ending): void;
};

export async function runOnce<T>({ clock, cancellation, run, failed, ended }: Work<T>): Promise<T> {
  if (cancellation.aborted) {
    ended({ outcome: "failed", error: `It was not run: ${messageOf(cancellation.reason)}`, durationMs: null });
    throw cancellation.reason;
  }
  const started = clock.monotonic();
  try {
    const result = await stoppable(run, cancellation);
    const error = failed(result);
    ended({ outcome: error === null ? "succeeded" : "failed", error, durationMs: clock.monotonic() - started });
    return result;
  } catch (error) {
    // Once a running call was told to stop, an error no longer says that nothing happened.
    const unknown = cancellation.aborted || error instanceof OutcomeUnknown;
    const outcome = unknown ? "unknown" : "failed";
    ended({ outcome, error: messageOf(error), durationMs: clock.monotonic() - started });
    throw error;
  }
}

/** Settles with the work, or at once when the agent is stopped, whether or not the work listens. */
function stoppable<T>(work: () => Promise<T> | T, cancellation: Cancellation): Promise<T> {
  return new Promise((resolve, reject) => {
    cancellation.onAbort(() => {
      if (cancellation.reason instanceof CallStopped) reject(cancellation.reason);
    });
    Promise.resolve(work()).then(resolve, reject);
  });
}
