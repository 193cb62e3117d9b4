/** Makes `to` abort when `from` does, until the returned function is called. */
export function followSignal(from: AbortSignal | undefined, to: { abort(reason: unknown): void }): () => void {
  if (!from) return () => undefined;
  const follow = (): void => to.abort(from.reason);
  if (from.aborted) follow();
  else from.addEventListener("abort", follow, { once: true });
  return () => from.removeEventListener("abort", follow);
}
