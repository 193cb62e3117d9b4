/** Puts an enforcement point before the tools of the Vercel AI SDK (`ai` 7): generateText, streamText and agents. */
import type { CallOptions } from "../pep/call-attempt.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Governing, optionsOf, requestOf } from "./governing.ts";
import { isStream, lastOf, relay } from "./relay.ts";

type Execution = { toolCallId: string; abortSignal?: AbortSignal };
type AnyTool = { execute?: unknown };
type Execute = (input: unknown, execution: Execution) => unknown;

export type AiSdkGoverning = Governing & {
  /**
   * Names this conversation. With it, a hold is kept under it and can be handed to the SDK by {@link toolApproval}, so that it
   * survives a restart; without it, a held call waits where it is.
   */
  conversation?: string;
};

/**
 * The tools, as the agent may use them. A refused call throws `Denied` inside the tool: the SDK gives the model a tool error
 * with the reason, and the run goes on. Aborting the run withdraws what people are asked.
 */
export function guardTools<T extends Record<string, AnyTool>>(
  point: EnforcementPoint,
  governing: AiSdkGoverning,
  tools: T,
): T {
  const guarded = Object.entries(tools).map(([name, tool]) => {
    const { execute } = tool;
    if (!isExecute(execute)) {
      throw new TypeError(
        `Tool ${name} has no execute function, so it runs where this enforcement point cannot see it. Leave it out of guardTools if that is meant.`,
      );
    }
    const bound: Execute = (input, execution) => execute.call(tool, input, execution);
    const streams = Object.prototype.toString.call(execute) === "[object AsyncGeneratorFunction]";
    return [name, { ...tool, execute: (streams ? streaming : plain)(point, governing, name, bound) }];
  });
  // Each tool is itself with another `execute` of the same shape.
  return Object.fromEntries(guarded) as T;
}

function plain(point: EnforcementPoint, governing: AiSdkGoverning, tool: string, execute: Execute): Execute {
  return (input, execution) => {
    const call = callOf(tool, input, execution);
    const run = async (args: unknown, signal: AbortSignal): Promise<unknown> => {
      const result = await execute(args, { ...execution, abortSignal: signal });
      return isStream(result) ? lastOf(result) : result;
    };
    return point.call(requestOf(governing, call), run, optionsOf(governing, call, holdOf(governing, execution)));
  };
}

/** Results that come in parts go through part by part; the call lasts until the last one. */
function streaming(point: EnforcementPoint, governing: AiSdkGoverning, tool: string, execute: Execute): Execute {
  return (input, execution) =>
    relay((part) => {
      const call = callOf(tool, input, execution);
      const run = async (args: unknown, signal: AbortSignal): Promise<unknown> => {
        const result = execute(args, { ...execution, abortSignal: signal });
        return isStream(result) ? lastOf(result, part) : result;
      };
      return point.call(requestOf(governing, call), run, optionsOf(governing, call, holdOf(governing, execution)));
    });
}

/**
 * For `toolApproval` of generateText, streamText and ToolLoopAgent: people are asked about a call that policy holds,
 * and the run ends with a `tool-approval-request` for it, which the application keeps with its messages.
 */
export function toolApproval(point: EnforcementPoint, governing: AiSdkGoverning & { conversation: string }) {
  return async ({ toolCall }: { toolCall: ApprovalCall }): Promise<ApprovalStatus> => {
    const call = callOf(toolCall.toolName, toolCall.input, toolCall);
    const key = keyOf(governing.conversation, toolCall);
    const held = await point.ask(requestOf(governing, call), key, optionsOf(governing, call));
    return held ? { type: "user-approval", reason: `People decide at ${held.url}` } : undefined;
  };
}

type ApprovalCall = { toolName: string; toolCallId: string; input: unknown };
type ApprovalStatus = { type: "user-approval"; reason: string } | undefined;

export type ApprovalRequest = { type: "tool-approval-request"; approvalId: string; toolCall: ApprovalCall };
export type ApprovalResponse = {
  type: "tool-approval-response";
  approvalId: string;
  approved: boolean;
  reason?: string;
};

/**
 * Waits until people have decided about the calls, after a restart too, and answers the SDK's requests by it. An answer alone
 * runs nothing: the guarded tool checks the signed approval itself.
 */
export function approvalResponses(
  point: EnforcementPoint,
  governing: AiSdkGoverning & { conversation: string },
  content: readonly { type: string }[],
  signal?: AbortSignal,
): Promise<ApprovalResponse[]> {
  return Promise.all(
    content.filter(isApprovalRequest).map(async ({ approvalId, toolCall }) => {
      const call = callOf(toolCall.toolName, toolCall.input, { ...toolCall, abortSignal: signal });
      const key = keyOf(governing.conversation, toolCall);
      const held = await point.ask(requestOf(governing, call), key, optionsOf(governing, call));
      const verdict = held ? await point.decided(held.checkpointId, signal) : null;
      const approved = verdict === null || verdict.status === "approved";
      const reason = approved ? undefined : (verdict.reason ?? `The request was ${verdict.status}.`);
      return { type: "tool-approval-response" as const, approvalId, approved, reason };
    }),
  );
}

const isExecute = (value: unknown): value is Execute => typeof value === "function";

const isApprovalRequest = (part: { type: string }): part is ApprovalRequest => part.type === "tool-approval-request";

const callOf = (tool: string, input: unknown, { abortSignal }: Partial<Execution>) => ({
  tool,
  arguments: input,
  signal: abortSignal,
});

const keyOf = (conversation: string, { toolCallId }: { toolCallId: string }): string =>
  `ai-sdk:${conversation}:${toolCallId}`;

const holdOf = ({ conversation }: AiSdkGoverning, execution: Execution): CallOptions["hold"] =>
  conversation === undefined ? undefined : { key: keyOf(conversation, execution) };
