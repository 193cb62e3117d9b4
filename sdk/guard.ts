/** Puts an enforcement point before a function that an agent can call. */
import type { CallOptions } from "./pep/call-attempt.ts";
import type { CallRequest } from "./pep/call-events.ts";
import type { EnforcementPoint } from "./pep/enforcement-point.ts";

export type GuardOptions<A, T> = Pick<CallRequest, "onBehalfOf" | "chain" | "credential"> &
  Pick<CallOptions, "onHeld" | "onChanged" | "onQuestion"> & {
    agent: string;
    /** `server/tool`, as policies name it. */
    tool: string;
    fn: (args: A, signal: AbortSignal) => Promise<T> | T;
    /** The agent's own words, shown to whoever decides. */
    reason?: string | ((args: A) => string);
  };

/** How one call is made. */
export type GuardedCall = Pick<CallOptions, "signal" | "hold">;

/**
 * The function, as the agent may call it: it runs only when policy permits, after people have agreed where policy asks for
 * them, and with exactly the arguments that were decided about. Throws `Denied` when it was not run.
 */
export function guard<A extends object, T>(
  point: EnforcementPoint,
  { agent, tool, fn, reason, onBehalfOf, chain, credential, onHeld, onChanged, onQuestion }: GuardOptions<A, T>,
): (args: A, call?: AbortSignal | GuardedCall) => Promise<T> {
  // Arguments are plain JSON or the call is refused, so the copy that was decided about has the type of the original.
  const run = (decided: object, running: AbortSignal): Promise<T> | T => fn(decided as A, running);
  return async (args, call = {}) => {
    const { signal, hold }: GuardedCall = call instanceof AbortSignal ? { signal: call } : call;
    return point.call({ agentId: agent, tool, arguments: args, onBehalfOf, chain, credential }, run, {
      signal,
      hold,
      onHeld,
      onChanged,
      onQuestion,
      reason: typeof reason === "function" ? reason(args) : reason,
    });
  };
}
