/** Calls of tools on their way from the client through the enforcement point to the server and back. */
import { digestOf, type JsonObject } from "../canonical.ts";
import type { CallOptions } from "../pep/call-attempt.ts";
import type { CallRequest } from "../pep/call-events.ts";
import { Denied } from "../pep/denied.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { messageOf as textOf } from "../pep/logger.ts";
import { printable } from "../pep/printable.ts";
import { type CallParams, InvalidCall, readCallParams } from "./call-params.ts";
import { withChangeNote } from "./change-note.ts";
import { type GovernedCall, type Leg, OWN_INPUT, serverParams } from "./governed-call.ts";
import { type ClientManner, comeAgain, declined, elicitationComplete, type HeldAt, sendToPage } from "./hold-notice.ts";
import { HoldProgress } from "./hold-progress.ts";
import {
  errorResponse,
  isObject,
  type MessageId,
  type RequestMessage,
  type ResponseMessage,
  writeMessage,
} from "./message.ts";
import { DENIED, FAILED, INVALID_PARAMS } from "./protocol.ts";
import { withId } from "./raw-members.ts";
import { type Answer, ServerCalls } from "./server-calls.ts";
import type { ToolListing } from "./tool-listing.ts";
import { KEPT_MS, mayOutliveUs, WaitingCalls } from "./waiting-calls.ts";

/** A client of the later revision that comes back too early is kept this long before it is sent away again. */
const PATIENCE_MS = 40_000;

export type ToolCallsParts = {
  point: EnforcementPoint;
  agentId: string;
  listing: ToolListing;
  /** Name under which policies know the server; null while it is not known. */
  serverName(): string | null;
  toClient(line: string): void;
  toServer(line: string): void;
};

type Approved = { call: GovernedCall; request: CallRequest & { arguments: JsonObject }; pin: string };
type Open = { leg: Leg; call: GovernedCall | null };

export class ToolCalls {
  private readonly parts: ToolCallsParts;
  private readonly server: ServerCalls;
  private readonly waiting = new WaitingCalls();
  /** Requests of the client that wait for an answer. */
  private readonly open = new Map<MessageId, Open>();
  private readonly running = new Set<GovernedCall>();

  constructor(parts: ToolCallsParts) {
    this.parts = parts;
    this.server = new ServerCalls(parts.toServer);
  }

  /** True while an answer under this id could be taken for another call's. */
  uses(id: MessageId): boolean {
    return this.open.has(id) || this.server.uses(id);
  }

  /** Answers the client in any case, save when the client itself has cancelled. */
  call(request: RequestMessage, inexact: string | null, manner: ClientManner): void {
    const { id } = request;
    let params: CallParams;
    try {
      params = readCallParams(request.params);
    } catch (error) {
      this.parts.toClient(writeMessage(refusal(id, error)));
      return;
    }
    const leg: Leg = {
      id,
      params,
      answered: (line) => {
        this.open.delete(id);
        if (line !== null) this.parts.toClient(line);
      },
    };
    this.open.set(id, { leg, call: null });
    try {
      const call = this.callFor(leg, manner);
      this.open.set(id, { leg, call });
      if (call.leg) void this.run(call, inexact, manner);
    } catch (error) {
      leg.answered(writeMessage(refusal(id, error)));
    }
  }

  /** True when `id` is a call; it is then given up, wherever it is. */
  cancel(id: MessageId, reason: string): boolean {
    const open = this.open.get(id);
    if (!open) return false;
    const { call } = open;
    // Who was sent to people does not give the call up with one request: it comes again.
    if (call && !(call.away && !this.server.uses(id)))
      call.control.abort(new Error(`The client cancelled the call: ${printable(reason, 200)}`));
    if (call?.leg?.id === id) call.leave();
    this.open.delete(id);
    return true;
  }

  /** True when the answer belongs to a call, which then has dealt with it. */
  answered(line: string, message: ResponseMessage): boolean {
    return this.server.answered(line, message);
  }

  failAll(reason: string): void {
    this.server.failAll(`${reason} Whether the call took effect is not known.`);
  }

  close(reason: string): void {
    this.failAll(reason);
    for (const { control } of this.running) control.abort(new Error(reason));
  }

  /** A new call, or the one that the client comes back to, with the client in it. */
  private callFor(leg: Leg, manner: ClientManner): GovernedCall {
    const { params } = leg;
    const known = this.waiting.size > 0 ? this.known(params, manner) : null;
    if (!known) return this.begun(leg, manner);
    if (!this.waiting.comeTo(known, leg)) throw new InvalidCall("Another request waits for this call already.");
    if (declined(params.responses)) known.control.abort(new Error("The user declined."));
    return known;
  }

  private begun(leg: Leg, { opensUrls }: ClientManner): GovernedCall {
    const { state, responses } = leg.params;
    // What people were asked about before this process began is kept on disk, under the token.
    const isEarlier = state !== undefined && opensUrls && mayOutliveUs(state) && !this.waiting.has(state);
    if (state !== undefined && !isEarlier)
      throw new InvalidCall("The requestState is not of this call, or was used before. Call again without it.");
    if (Object.keys(responses ?? {}).some((key) => key !== OWN_INPUT) || (responses && !isEarlier))
      throw new InvalidCall("A tool call with inputResponses and no requestState is not passed on.");
    const call = this.waiting.create(state);
    call.come(leg);
    if (declined(responses)) call.control.abort(new Error("The user declined."));
    return call;
  }

  private known(params: CallParams, { opensUrls, modern }: ClientManner): GovernedCall | null {
    if (params.state !== undefined) return this.waiting.byToken(params.state, callDigest(params));
    return opensUrls && !modern ? this.waiting.sameAs(callDigest(params)) : null;
  }

  private async run(call: GovernedCall, inexact: string | null, manner: ClientManner): Promise<void> {
    if (this.running.has(call)) {
      if (manner.modern) this.sendAwayAgain(call);
      return;
    }
    this.running.add(call);
    try {
      await this.attempt(call, inexact, manner);
    } catch (error) {
      this.end(call, ({ id }) => writeMessage(refusal(id, error)));
    }
  }

  private end(call: GovernedCall, result: (leg: Leg) => string): void {
    this.running.delete(call);
    this.waiting.ended(call, call.end(result));
  }

  private async attempt(call: GovernedCall, inexact: string | null, manner: ClientManner): Promise<Answer> {
    const { point, listing, toClient } = this.parts;
    const leg = call.leg;
    if (!leg) throw new Error("A call begins with its client.");
    const { params } = leg;
    const request = { ...this.requestOf(params), arguments: params.arguments };
    if (inexact !== null) {
      const reason = `The number ${printable(inexact, 60)} cannot be carried exactly; send it as a string.`;
      throw point.refuse(request, "arguments_unrepresentable", reason);
    }
    const seen = listing.current(params.name) ?? (await listing.find(params.name, params.protocolMeta));
    if (!seen) throw point.refuse(request, "unknown_tool", `The server shows no tool ${printable(params.name, 200)}.`);
    const progress = new HoldProgress(params.progressToken, toClient);
    let page: HeldAt | null = null;
    const decided = (): void => {
      progress.end();
      if (page && !manner.modern) toClient(elicitationComplete(page));
      page = null;
    };
    const run = (args: JsonObject): Promise<Answer> => {
      decided();
      return this.runAtServer({ call, request, pin: seen.pin }, args);
    };
    try {
      const options: Omit<CallOptions<Answer>, "signal"> = {
        seenPin: () => listing.peek(params.name)?.pin ?? "none",
        reason: params.reason,
        traceId: params.traceId,
        hold: manner.opensUrls && manner.modern ? { key: call.token } : undefined,
        failed: ({ message }) => failureOf(message),
        onChanged: (change) => {
          call.change = change;
        },
        onHeld: (checkpoint) => {
          if (!manner.opensUrls) {
            progress.held(checkpoint);
            return;
          }
          page = checkpoint;
          this.waiting.keep(call, callDigest(params));
          call.sendAway(sendToPage(manner, checkpoint, call.token));
        },
      };
      return await point.conduct(request, run, options, call.control);
    } finally {
      decided();
    }
  }

  /** As often as the server wants something of the client before it goes on. */
  private async runAtServer({ call, request, pin }: Approved, args: JsonObject): Promise<Answer> {
    for (;;) {
      const leg = await call.back(KEPT_MS);
      await this.lookAgain({ call, request: { ...request, arguments: args }, pin }, leg.params.name);
      const answer = await this.server.run(leg.id, serverParams(leg, args, call.serverState), call.control);
      const { result } = answer.message;
      if (!isObject(result) || result.resultType !== "input_required") {
        // The client need not wait until it is recorded how the call ended.
        const line = call.change ? withChangeNote(answer, call.change) : answer.line;
        this.end(call, ({ id }) => (answer.message.id === id ? line : withId(line, id)));
        return answer;
      }
      call.serverState = typeof result.requestState === "string" ? result.requestState : undefined;
      this.waiting.renew(call);
      this.waiting.keep(call, callDigest(leg.params));
      call.sendAway({ result: { ...result, requestState: call.token } });
    }
  }

  /** People, and clients, take their time: what was true when the call was permitted is looked at before it is run. */
  private async lookAgain({ call, request, pin }: Approved, name: string): Promise<void> {
    const { point, listing } = this.parts;
    const now = listing.current(name) ?? (await listing.find(name));
    if (now?.pin !== pin)
      throw point.refuse(request, "tool_pin_changed", `The tool ${request.tool} changed before it could be called.`);
    if (!call.away || point.mode === "observe") return;
    const decision = point.decide(request, { seenPin: pin });
    if (decision.effect === "deny") throw point.refuse(request, decision.code, decision.reason);
  }

  private sendAwayAgain(call: GovernedCall): void {
    const { leg } = call;
    if (!leg) return;
    const timer = setTimeout(() => {
      if (call.leg === leg && !this.server.uses(leg.id)) call.sendAway(comeAgain(call.token));
    }, PATIENCE_MS);
    timer.unref();
  }

  private requestOf({ name, arguments: args, onBehalfOf }: CallParams): CallRequest {
    const server = this.parts.serverName();
    if (server === null)
      throw new InvalidCall(
        "The server has not said its name: begin with initialize, or start the proxy with --server.",
      );
    return { agentId: this.parts.agentId, tool: `${server}/${name}`, arguments: args, onBehalfOf };
  }
}

/** The same for the same tool with the same arguments; for arguments without an exact form, nothing is the same. */
function callDigest({ name, arguments: args, onBehalfOf }: CallParams): string {
  try {
    return digestOf({ name, arguments: args, onBehalfOf: onBehalfOf ?? null });
  } catch {
    return "";
  }
}

function refusal(id: MessageId, error: unknown): ResponseMessage {
  if (error instanceof InvalidCall) return errorResponse(id, INVALID_PARAMS, error.message);
  if (!(error instanceof Denied)) return errorResponse(id, FAILED, textOf(error));
  const { code, effect, policies, rules, revision } = error.decision;
  const data: JsonObject = { code, decision: effect, policies, rules, revision };
  if (error.checkpointId !== null) data.checkpointId = error.checkpointId;
  return errorResponse(id, DENIED, error.message, data);
}

function failureOf({ result, error }: ResponseMessage): string | null {
  if (isObject(error)) return typeof error.message === "string" ? error.message : "The server answered with an error.";
  return isObject(result) && result.isError === true ? "The tool reported an error." : null;
}
