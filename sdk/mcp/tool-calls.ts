/** Calls of tools on their way from the client through the enforcement point to the server and back. */
import type { JsonObject } from "../canonical.ts";
import type { CallRequest } from "../pep/call-events.ts";
import { Denied, OutcomeUnknown } from "../pep/denied.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { messageOf as textOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { type CallParams, InvalidCall, readCallParams } from "./call-params.ts";
import { HoldProgress } from "./hold-progress.ts";
import {
  errorResponse,
  isObject,
  type MessageId,
  type RequestMessage,
  type ResponseMessage,
  writeMessage,
} from "./message.ts";
import type { ToolListing } from "./tool-listing.ts";

/** As the AuthZEN binding for MCP uses it for a call that policy does not permit. */
const DENIED = -32001;
const INVALID_PARAMS = -32602;
const INTERNAL = -32000;

/** Servers need not answer what was cancelled, so ids given up are not kept for ever. */
const MAX_ABANDONED = 1000;

export type Answer = { line: string; message: ResponseMessage };
type InFlight = { resolve(answer: Answer): void; reject(reason: Error): void };

export type ToolCallsParts = {
  point: EnforcementPoint;
  agentId: string;
  listing: ToolListing;
  /** Name under which policies know the server; null while it is not known. */
  serverName(): string | null;
  toClient(line: string): void;
  toServer(line: string): void;
};

export class ToolCalls {
  private readonly parts: ToolCallsParts;
  private readonly open = new Map<MessageId, AbortController>();
  private readonly inFlight = new Map<MessageId, InFlight>();
  /** Given up, and the server may still answer. */
  private readonly abandoned = new Set<MessageId>();

  constructor(parts: ToolCallsParts) {
    this.parts = parts;
  }

  /** True while an answer under this id could be taken for another call's. */
  uses(id: MessageId): boolean {
    return this.open.has(id) || this.abandoned.has(id);
  }

  /** Answers the client in any case, save when the client itself has cancelled. */
  async call(request: RequestMessage, inexact: string | null): Promise<void> {
    const control = new AbortController();
    this.open.set(request.id, control);
    try {
      const answer = await this.attempt(request, inexact, control.signal);
      this.parts.toClient(answer.line);
    } catch (error) {
      if (!control.signal.aborted) this.parts.toClient(writeMessage(refusal(request.id, error)));
    } finally {
      this.open.delete(request.id);
    }
  }

  /** True when `id` is a call; it is then given up, wherever it is. */
  cancel(id: MessageId, reason: string): boolean {
    const control = this.open.get(id);
    control?.abort(new Error(`The client cancelled the call: ${printable(reason, 200)}`));
    return control !== undefined;
  }

  /** True when the answer belongs to a call, which then has dealt with it. */
  answered(line: string, message: ResponseMessage): boolean {
    if (message.id === null) return false;
    if (this.abandoned.delete(message.id)) return true;
    const waiting = this.inFlight.get(message.id);
    this.inFlight.delete(message.id);
    waiting?.resolve({ line, message });
    return waiting !== undefined;
  }

  serverEnded(): void {
    for (const { reject } of this.inFlight.values()) {
      reject(new OutcomeUnknown("The server ended before it answered; whether the call took effect is not known."));
    }
    this.inFlight.clear();
  }

  private async attempt(request: RequestMessage, inexact: string | null, signal: AbortSignal): Promise<Answer> {
    const { point, listing, toClient } = this.parts;
    const params = readCallParams(request.params);
    const call = this.callOf(params);
    if (inexact !== null) {
      const reason = `The number ${printable(inexact, 60)} cannot be carried exactly; send it as a string.`;
      throw point.refuse(call, "arguments_unrepresentable", reason);
    }
    const seen = await listing.find(params.name, params.protocolMeta);
    if (!seen) throw point.refuse(call, "unknown_tool", `The server shows no tool ${printable(params.name, 200)}.`);
    const progress = new HoldProgress(params.progressToken, toClient);
    const run = async (args: JsonObject, running: AbortSignal): Promise<Answer> => {
      // An approval may have taken its time: the tool is looked at again before it is called.
      if ((await listing.find(params.name))?.pin !== seen.pin)
        throw point.refuse(call, "tool_pin_changed", `The tool ${call.tool} changed before it could be called.`);
      return this.forward(request.id, { ...params.rest, arguments: args }, running);
    };
    try {
      return await point.call(call, run, {
        signal,
        seenPin: () => listing.peek(params.name)?.pin ?? "none",
        reason: params.reason,
        traceId: params.traceId,
        failed: ({ message }) => failureOf(message),
        onHeld: (checkpoint) => progress.held(checkpoint),
      });
    } finally {
      progress.end();
    }
  }

  private callOf({ name, arguments: args, onBehalfOf }: CallParams): CallRequest {
    const server = this.parts.serverName();
    if (server === null)
      throw new InvalidCall(
        "The server has not said its name: begin with initialize, or start the proxy with --server.",
      );
    return { agentId: this.parts.agentId, tool: `${server}/${name}`, arguments: args, onBehalfOf };
  }

  /** Sends the call with the arguments that were decided about, and waits for the server's answer. */
  private forward(id: MessageId, params: JsonObject, signal: AbortSignal): Promise<Answer> {
    const { toServer } = this.parts;
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        if (!this.inFlight.delete(id)) return;
        this.abandon(id);
        const notice = { requestId: id, reason: textOf(signal.reason) };
        toServer(writeMessage({ kind: "notification", method: "notifications/cancelled", params: notice }));
        reject(new OutcomeUnknown("The call was cancelled while it ran; whether it took effect is not known."));
      };
      if (signal.aborted) throw signal.reason;
      signal.addEventListener("abort", abandon, { once: true });
      this.inFlight.set(id, { resolve, reject });
      toServer(writeMessage({ kind: "request", id, method: "tools/call", params }));
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

function refusal(id: MessageId, error: unknown): ResponseMessage {
  if (error instanceof InvalidCall) return errorResponse(id, INVALID_PARAMS, error.message);
  if (!(error instanceof Denied)) return errorResponse(id, INTERNAL, textOf(error));
  const { code, effect, policies, rules, revision } = error.decision;
  const data: JsonObject = { code, decision: effect, policies, rules, revision };
  if (error.checkpointId !== null) data.checkpointId = error.checkpointId;
  return errorResponse(id, DENIED, error.message, data);
}

function failureOf({ error, result }: ResponseMessage): string | null {
  if (error !== undefined)
    return isObject(error) && typeof error.message === "string" ? error.message : "The server answered with an error.";
  return isObject(result) && result.isError === true ? "The tool reported an error." : null;
}
