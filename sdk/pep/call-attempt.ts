/** One call on its way through the point. */
import type { JsonObject } from "../canonical.ts";
import type { ArgumentChange } from "../changed-action.ts";
import type { BundleTool } from "../wire/bundle.ts";
import type { Decision } from "../wire/decision.ts";
import type { Question } from "../wire/question.ts";
import type { CallRequest } from "./call-events.ts";
import type { Cancellation } from "./cancellation.ts";
import type { HoldVerdict } from "./checkpoint-waits.ts";
import type { HeldCheckpoint } from "./denied.ts";
import type { PreparedArguments } from "./prepare-arguments.ts";
import type { Freezable } from "./stops.ts";

export type CallOptions<T = unknown> = {
  /** The agent's own words, shown to whoever decides, and marked as the agent's. */
  reason?: string;
  /** Ends a wait for people, and is passed on to the running call. */
  signal?: AbortSignal;
  /** Digest of the tool's definition as it is seen now; asked again when an approval comes. */
  seenPin?: () => string | undefined;
  traceId?: string;
  /** Why a result that was returned is a failure all the same; null when it is not. */
  failed?(result: T): string | null;
  /**
   * Keeps a hold of this call on disk under a name that the caller can give again, after a restart too: the same call under
   * the same key goes on with the same request, and what was approved under it runs once.
   */
  hold?: {
    key: string;
    /** False: rejects with `Held` while people have not decided, for callers that can be resumed. */
    wait?: boolean;
    /** People are asked, and nothing is run even when they have agreed already: rejects with `Held`. */
    onlyAsk?: boolean;
  };
  /** How the running call can be halted where it stands while its agent is suspended; without it, it is ended. */
  freezable?: Freezable;
  /** Told when people have been asked. */
  onHeld?(checkpoint: HeldCheckpoint): void;
  /** Told how people decided, as soon as they have and before the call runs. Not told when the wait ends otherwise. */
  onDecided?(verdict: HoldVerdict): void;
  /**
   * Told, before the call runs, that a person changed its arguments. Whoever gives it promises to tell the agent, for instance
   * with `changeNote`; without it people cannot change the arguments of this call.
   */
  onChanged?(change: ArgumentChange): void;
  /**
   * Answers what people ask about the call while they decide, from the agent's context; null leaves it unanswered. They see
   * the answer marked as the agent's. It extends no time.
   */
  onQuestion?(question: Question): Promise<string | null> | string | null;
};

export type Run<T> = (args: JsonObject, signal: AbortSignal) => Promise<T> | T;

export type Attempt = {
  /** Id of its call event. */
  id: string;
  request: CallRequest;
  prepared: PreparedArguments;
  /** As the bundle knew it when the call came. */
  tool: BundleTool | null;
  options: Omit<CallOptions, "failed" | "signal">;
  /** Aborted when the agent is stopped or the caller gives up. */
  cancellation: Cancellation;
};

export type Verdict = { decision: Decision; ns: number | null; checkpointId: string | null };
