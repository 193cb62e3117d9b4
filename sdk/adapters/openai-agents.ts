/** Puts an enforcement point before the function tools of the OpenAI Agents SDK. */
import type { JsonObject } from "../canonical.ts";
import { Denied } from "../pep/denied.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Governing, optionsOf, requestOf, toldToModel } from "./governing.ts";

export type OpenAiGoverning = Governing & {
  /**
   * Names this conversation. With it, a held call becomes an interruption of the run, whose state can be stored and resumed
   * after a restart; without it, a held call waits where it is.
   */
  conversation?: string;
  /** `throw` fails the run with `Denied`; otherwise the model reads the reason as the tool's output. */
  onDenied?: "tell" | "throw";
};

type Details = { signal?: AbortSignal; toolCall?: { callId?: string } };
type AnyTool = { type: string; name?: string; invoke?: unknown; needsApproval?: unknown; errorFunction?: unknown };
type Invoke = (context: unknown, input: string, details?: Details) => Promise<unknown>;
type NeedsApproval = (context: unknown, input: unknown, callId?: string) => Promise<boolean>;
type OnError = (context: unknown, error: unknown, details?: Details) => unknown;

/** The tools, as the agent may use them. Aborting the run withdraws what people are asked. */
export function guardTools<T extends AnyTool>(
  point: EnforcementPoint,
  governing: OpenAiGoverning,
  tools: readonly T[],
): T[] {
  return tools.map((tool) => {
    const { invoke, name, needsApproval } = tool;
    if (tool.type !== "function" || name === undefined || !isInvoke(invoke)) {
      throw new TypeError(
        `Tool ${name ?? tool.type} runs where this enforcement point cannot see it. Leave it out of guardTools if that is meant.`,
      );
    }
    const own = isNeedsApproval(needsApproval) ? needsApproval : async () => false;
    return {
      ...tool,
      invoke: governedInvoke(point, governing, { ...tool, name, invoke }),
      needsApproval: async (context: unknown, input: unknown, callId?: string): Promise<boolean> =>
        (await isHeld(point, governing, { name, arguments: input, callId })) || own(context, input, callId),
    };
  });
}

type FunctionTool = AnyTool & { name: string; invoke: Invoke };

function governedInvoke(point: EnforcementPoint, governing: OpenAiGoverning, tool: FunctionTool): Invoke {
  return async (context, input, details) => {
    const signal = details?.signal;
    const call = { tool: tool.name, arguments: parsed(input), signal };
    const run = (args: JsonObject): Promise<unknown> => tool.invoke(context, JSON.stringify(args), details);
    const key = keyOf(governing, details?.toolCall?.callId);
    try {
      const options = optionsOf(governing, call, key === null ? undefined : { key });
      return await point.call(requestOf(governing, call), run, options);
    } catch (error) {
      if (!(error instanceof Denied) || governing.onDenied === "throw" || signal?.aborted) throw error;
      return refusal(tool, error, context, details);
    }
  };
}

/** A tool that promises outputs of a certain shape says itself what stands for a failure, or fails the run. */
function refusal(tool: FunctionTool, error: Denied, context: unknown, details?: Details): unknown {
  if (!("outputSchema" in tool) || tool.outputSchema === undefined) return toldToModel(error);
  if (isOnError(tool.errorFunction)) return tool.errorFunction(context, error, details);
  throw error;
}

type CallToCome = { name: string; arguments: unknown; callId: string | undefined };

async function isHeld(point: EnforcementPoint, governing: OpenAiGoverning, call: CallToCome): Promise<boolean> {
  const key = keyOf(governing, call.callId);
  if (key === null) return false;
  const asked = { tool: call.name, arguments: call.arguments };
  return (await point.ask(requestOf(governing, asked), key, optionsOf(governing, asked))) !== null;
}

export type Interruption = { name?: string; arguments?: string; rawItem: object };
export type InterruptedState<I> = { approve(item: I): void; reject(item: I, options?: { message?: string }): void };

/**
 * Waits until people have decided about the interruptions, after a restart too, and writes it into the run's state. An
 * approval there alone runs nothing: the guarded tool checks the signed approval itself.
 */
export async function settleInterruptions<I extends Interruption>(
  point: EnforcementPoint,
  governing: OpenAiGoverning & { conversation: string },
  state: InterruptedState<I>,
  interruptions: readonly I[],
  signal?: AbortSignal,
): Promise<void> {
  const decided = interruptions.map(async (item) => {
    const key = keyOf(governing, callIdOf(item));
    const call = { tool: item.name ?? "", arguments: parsed(item.arguments ?? ""), signal };
    const held = key === null ? null : await point.ask(requestOf(governing, call), key, optionsOf(governing, call));
    const verdict = held ? await point.decided(held.checkpointId, signal) : null;
    if (verdict === null || verdict.status === "approved") state.approve(item);
    else
      state.reject(item, {
        message: `The call was not run. ${verdict.reason ?? `The request was ${verdict.status}.`}`,
      });
  });
  await Promise.all(decided);
}

const callIdOf = ({ rawItem }: Interruption): string | undefined =>
  "callId" in rawItem && typeof rawItem.callId === "string" ? rawItem.callId : undefined;

/** What cannot be read as JSON is handed over as it is: the point refuses and records it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const keyOf = ({ conversation }: OpenAiGoverning, callId: string | undefined): string | null =>
  conversation === undefined || callId === undefined ? null : `openai-agents:${conversation}:${callId}`;

const isInvoke = (value: unknown): value is Invoke => typeof value === "function";
const isNeedsApproval = (value: unknown): value is NeedsApproval => typeof value === "function";
const isOnError = (value: unknown): value is OnError => typeof value === "function";
