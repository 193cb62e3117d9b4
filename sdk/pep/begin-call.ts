/** A call for a caller that does not stand and wait: it hears at once whether people were asked, and later how it went. */
import type { CallOptions, Run } from "./call-attempt.ts";
import type { CallRequest } from "./call-events.ts";
import type { HoldVerdict } from "./checkpoint-waits.ts";
import type { HeldCheckpoint } from "./denied.ts";
import type { EnforcementPoint } from "./enforcement-point.ts";

export type BeginOptions<T> = Omit<CallOptions<T>, "hold"> & {
  /** Name under which the call goes on after a restart: begin it again with the same key and the same arguments. */
  key?: string;
};

export type BegunCall<T> = {
  /** What people were asked; null when they were not, because policy permitted or refused the call by itself. */
  checkpoint: HeldCheckpoint | null;
  /** How people decided; null when they did not, whatever the cause. Never rejects. */
  decided: Promise<HoldVerdict | null>;
  /** The call's own end, as `point.call` gives it: it runs by itself once people have agreed. */
  result: Promise<T>;
};

/** Resolves when people have been asked, or when it is clear that they need not be. */
export async function beginCall<T>(
  point: EnforcementPoint,
  request: CallRequest,
  run: Run<T>,
  { key, ...options }: BeginOptions<T> = {},
): Promise<BegunCall<T>> {
  const asked = deferred<HeldCheckpoint | null>();
  const decided = deferred<HoldVerdict | null>();
  const result = point.call(request, run, {
    ...options,
    ...(key === undefined ? {} : { hold: { key } }),
    onHeld: (checkpoint) => {
      asked.resolve(checkpoint);
      options.onHeld?.(checkpoint);
    },
    onDecided: (verdict) => {
      decided.resolve(verdict);
      options.onDecided?.(verdict);
    },
  });
  // This also handles a rejection that a caller who looks only at the verdict would leave unhandled.
  const over = (): void => {
    asked.resolve(null);
    decided.resolve(null);
  };
  result.then(over, over);
  return { checkpoint: await asked.promise, decided: decided.promise, result };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((take) => {
    resolve = take;
  });
  return { promise, resolve };
}
