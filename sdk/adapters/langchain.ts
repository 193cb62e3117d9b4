/** Puts an enforcement point before the tools of LangChain agents and of graphs made with LangGraph. */
import type { JsonObject } from "../canonical.ts";
import type { CallOptions } from "../pep/call-attempt.ts";
import { Denied, Held } from "../pep/denied.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Governing, optionsOf, requestOf, type ToolCall, toldToModel } from "./governing.ts";

export type LangChainGoverning = Governing & {
  /**
   * LangGraph's `interrupt`. With it, and a checkpointer, a held call ends the run; `Command({ resume })` on the same thread
   * goes on with it, after a restart too. Without it, a held call waits where it is.
   */
  interrupt?(value: HeldInterrupt): unknown;
  /** `throw` ends the run with `Denied`; otherwise the model reads the reason in a tool message. */
  onDenied?: "tell" | "throw";
  /**
   * A tool that fails is told to the model, as LangChain does where there is no middleware. `throw` is for a middleware outside
   * of this one that handles errors itself; without one it ends the run.
   */
  onToolError?: "tell" | "throw";
};

/** What an interrupt for a held call carries. */
export type HeldInterrupt = {
  type: "gatehouse_hold";
  tool: string;
  checkpointId: string;
  url: string;
  expiresAt: string;
};

type LangChainCall = { name: string; args: unknown; id?: string };
type Runtime = { signal?: AbortSignal; configurable?: unknown };
type Request = { toolCall: LangChainCall; tool?: unknown; runtime: Runtime };

/** `wrapToolCall` for `createMiddleware` of LangChain 1: every tool call of the agent goes through the point. */
export function wrapToolCall(point: EnforcementPoint, governing: LangChainGoverning) {
  return async <R extends Request, T>(request: R, handler: (request: R) => Promise<T> | T): Promise<T> => {
    const { toolCall, runtime } = request;
    const call = { tool: toolCall.name, arguments: toolCall.args, signal: runtime.signal };
    const run = async (args: JsonObject): Promise<T> => handler({ ...request, toolCall: { ...toolCall, args } });
    try {
      return await callOrInterrupt(point, governing, call, { key: keyOf(toolCall, runtime), run });
    } catch (error) {
      const text = runtime.signal?.aborted ? null : toldInstead(governing, error);
      if (text === null) throw error;
      return errorMessage(request, handler, text);
    }
  };
}

/** What the model reads of a call that was refused or has failed; null where the error is not for the model. */
function toldInstead({ onDenied, onToolError }: LangChainGoverning, error: unknown): string | null {
  if (error instanceof Denied) return onDenied === "throw" ? null : toldToModel(error);
  return onToolError === "throw" || isForLangGraph(error) ? null : `${error}\n Please fix your mistakes.`;
}

/** Interrupts and the like, and arguments that do not fit the tool: LangGraph and LangChain see to those. */
const isForLangGraph = (error: unknown): boolean =>
  error instanceof Error &&
  (("is_bubble_up" in error && error.is_bubble_up === true) || error.name === "ToolInvocationError");

/** LangChain makes the message, so that it is one of its own, from a tool which only says what is to be told. */
async function errorMessage<R extends Request, T>(
  request: R,
  handler: (request: R) => Promise<T> | T,
  text: string,
): Promise<T> {
  const { name } = request.toolCall;
  const message = await handler({ ...request, tool: { name, invoke: async () => text } });
  if (typeof message === "object" && message !== null && "status" in message) message.status = "error";
  return message;
}

type Invokable = { name: string; invoke: unknown };
type Invoke = (input: unknown, config?: unknown) => Promise<unknown>;

/** The tools, for a graph's `ToolNode` or a node of one's own. A refused call throws; `ToolNode` makes a tool message of it. */
export function guardTools<T extends Invokable>(
  point: EnforcementPoint,
  governing: LangChainGoverning,
  tools: readonly T[],
): T[] {
  return tools.map((tool) => {
    const { name, invoke } = tool;
    if (!isInvoke(invoke)) throw new TypeError(`Tool ${name} has no invoke function, so its calls cannot be governed.`);
    const governed: Invoke = (input, config) => {
      const runtime: Runtime = isRuntime(config) ? config : {};
      const toolCall = isToolCall(input) ? input : { name, args: input };
      const call = { tool: name, arguments: toolCall.args, signal: runtime.signal };
      const run = (args: JsonObject): Promise<unknown> =>
        invoke.call(tool, isToolCall(input) ? { ...input, args } : args, config);
      return callOrInterrupt(point, governing, call, { key: keyOf(toolCall, runtime), run });
    };
    return new Proxy(tool, { get: (target, key) => (key === "invoke" ? governed : Reflect.get(target, key)) });
  });
}

type Work<T> = { key: string | null; run(args: JsonObject, signal: AbortSignal): Promise<T> };

async function callOrInterrupt<T>(
  point: EnforcementPoint,
  governing: LangChainGoverning,
  call: ToolCall,
  { key, run }: Work<T>,
): Promise<T> {
  const { interrupt } = governing;
  const hold: CallOptions["hold"] = interrupt && key !== null ? { key, wait: false } : undefined;
  for (;;) {
    try {
      return await point.call(requestOf(governing, call), run, optionsOf(governing, call, hold));
    } catch (error) {
      if (!(error instanceof Held) || !interrupt) throw error;
      // It ends the run by throwing, and returns when the run is resumed: whether people have agreed is asked again then.
      interrupt({ type: "gatehouse_hold", tool: call.tool, ...error.checkpoint });
    }
  }
}

/** Null where nothing can be resumed: no thread, or a call without an id. */
function keyOf({ id }: LangChainCall, { configurable }: Runtime): string | null {
  if (id === undefined || typeof configurable !== "object" || configurable === null) return null;
  if (!("thread_id" in configurable) || typeof configurable.thread_id !== "string") return null;
  return `langgraph:${configurable.thread_id}:${id}`;
}

const isInvoke = (value: unknown): value is Invoke => typeof value === "function";

const isRuntime = (value: unknown): value is Runtime => typeof value === "object" && value !== null;

const isToolCall = (value: unknown): value is LangChainCall =>
  typeof value === "object" && value !== null && "type" in value && value.type === "tool_call" && "args" in value;
