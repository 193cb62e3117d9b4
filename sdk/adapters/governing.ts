/** What every adapter is told, and how a framework's tool call becomes a call of the enforcement point. */
import type { ArgumentChange } from "../changed-action.ts";
import type { CallOptions } from "../pep/call-attempt.ts";
import type { CallRequest } from "../pep/call-events.ts";
import type { Denied, HeldCheckpoint } from "../pep/denied.ts";
import type { Question } from "../wire/question.ts";

export type Governing = {
  agent: string;
  /** Under this name policies know the tools: `server/tool`. */
  server: string;
  /** The agent's own words about a call, shown to whoever decides. */
  reason?(tool: string, args: unknown): string | undefined;
  /** The person for whom the agent acts. */
  onBehalfOf?: string;
  /** Agents through which the task came, nearest last. */
  chain?: string[];
  /** Which credential these calls present, where it is not the point's: a name or fingerprint, never the secret. */
  credential?: string;
  /** Told when people have been asked about a call. */
  onHeld?(checkpoint: HeldCheckpoint, tool: string): void;
  /**
   * Told, before the call runs, that a person changed its arguments. Whoever gives it puts `changeNote(change)` before the
   * model; without it people cannot change the arguments of this agent's calls.
   */
  onChanged?(change: ArgumentChange, tool: string): void;
  /** Answers what people ask about a held call; null leaves it unanswered. */
  onQuestion?(question: Question, tool: string): Promise<string | null> | string | null;
};

/** A tool call as a framework makes it. */
export type ToolCall = { tool: string; arguments: unknown; signal?: AbortSignal };

export function requestOf({ agent, server, onBehalfOf, chain, credential }: Governing, call: ToolCall): CallRequest {
  const request: CallRequest = { agentId: agent, tool: `${server}/${call.tool}`, arguments: call.arguments };
  if (onBehalfOf !== undefined) request.onBehalfOf = onBehalfOf;
  if (chain !== undefined) request.chain = chain;
  if (credential !== undefined) request.credential = credential;
  return request;
}

export function optionsOf(governing: Governing, call: ToolCall, hold?: CallOptions["hold"]) {
  return {
    reason: governing.reason?.(call.tool, call.arguments),
    signal: call.signal,
    hold,
    onHeld: (checkpoint: HeldCheckpoint): void => governing.onHeld?.(checkpoint, call.tool),
    ...(governing.onQuestion && {
      onQuestion: (question: Question) => governing.onQuestion?.(question, call.tool) ?? null,
    }),
    ...(governing.onChanged && {
      onChanged: (change: ArgumentChange): void => governing.onChanged?.(change, call.tool),
    }),
  };
}

/** A refusal as the model reads it. That the call did not happen comes first: models try again when they are unsure. */
export const toldToModel = ({ message }: Denied): string => `The call was not run. ${message}`;
