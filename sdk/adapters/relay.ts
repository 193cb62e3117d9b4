/** Passes the parts of a result on while the call that makes them is under way. */

export const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;

/** The last part of a stream; `seen` is told of each. */
export async function lastOf(stream: AsyncIterable<unknown>, seen: (part: unknown) => void = () => undefined) {
  let last: unknown;
  for await (const part of stream) {
    last = part;
    seen(part);
  }
  return last;
}

/** Yields what `call` hands to its argument, as it comes, and ends or throws as the call does. */
export async function* relay(call: (part: (value: unknown) => void) => Promise<unknown>): AsyncGenerator<unknown> {
  const parts: unknown[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  const running = call((value) => {
    parts.push(value);
    wake();
  }).finally(() => {
    ended = true;
    wake();
  });
  // Its failure is thrown below, once what came before it has been passed on.
  running.catch(() => undefined);
  for (;;) {
    while (parts.length > 0) yield parts.shift();
    if (ended) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  await running;
}
