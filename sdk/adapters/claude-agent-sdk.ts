/**
 * Puts an enforcement point before the tools of the Claude Agent SDK, by hooks. Claude Code goes on with the call when a hook
 * throws or answers too late, so these never throw, and deny by themselves before their time is over.
 */
import { type ArgumentChange, changeNote } from "../changed-action.ts";
import { Denied, Held, OutcomeUnknown } from "../pep/denied.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { followSignal } from "../pep/follow-signal.ts";
import { messageOf } from "../pep/logger.ts";
import { type Governing, optionsOf, requestOf, toldToModel } from "./governing.ts";
import { PendingOutcomes } from "./pending-outcomes.ts";

export type ClaudeGoverning = Omit<Governing, "server"> & {
  /** Under this name policies know Claude Code's own tools, such as `claude-code/Bash`. Those of MCP servers keep theirs. */
  server?: string;
  /** The one that the query was given: its abort ends waits for people, and an order to stop the agent aborts it. */
  abortController?: AbortController;
  /** `defer` ends the query while people decide; resuming its session goes on with the call, after a restart too. */
  hold?: "wait" | "defer";
  /** How long a call may wait for people; it is denied then. */
  waitSeconds?: number;
};

type HookInput = { hook_event_name: string };
type ToolUse = HookInput & { tool_name: string; tool_input: unknown; tool_use_id: string; session_id: string };
type HookOutput<Specific> = { continue?: boolean; stopReason?: string; hookSpecificOutput?: Specific };
type PreToolUseOutput = {
  hookEventName: "PreToolUse";
  permissionDecision: "allow" | "deny" | "defer";
  permissionDecisionReason?: string;
  updatedInput?: Record<string, unknown>;
};
/** Notes of an event that takes none are dropped by Claude Code; ours go to these two. */
type AfterToolUseOutput = { hookEventName: "PostToolUse" | "PostToolUseFailure"; additionalContext: string };
type Hook<Specific> = (
  input: HookInput,
  toolUseId: string | undefined,
  options: { signal: AbortSignal },
) => Promise<HookOutput<Specific>>;
type BeforeOutput = HookOutput<PreToolUseOutput>;
type Matchers<Specific> = { hooks: Hook<Specific>[]; timeout?: number }[];

const WAIT_SECONDS = 600;
/** By which Claude Code's patience with a hook exceeds the hook's own. */
const MARGIN_SECONDS = 30;

export type ClaudeHooks = {
  PreToolUse: Matchers<PreToolUseOutput>;
  PostToolUse: Matchers<AfterToolUseOutput>;
  PostToolUseFailure: Matchers<AfterToolUseOutput>;
  Stop: Matchers<never>;
  SessionEnd: Matchers<never>;
};

/** For `options.hooks` of `query`: every tool call of the session, subagents' too, goes through the point. */
export function gatehouseHooks(point: EnforcementPoint, governing: ClaudeGoverning): ClaudeHooks {
  const pending = new PendingOutcomes();
  const notes = new Map<string, string>();
  const aborted = (): void => pending.abandon("The query was aborted while the tool ran.");
  governing.abortController?.signal.addEventListener("abort", aborted, { once: true });
  const waitSeconds = governing.waitSeconds ?? WAIT_SECONDS;
  const before: Hook<PreToolUseOutput> = async (input, _id, { signal }) => {
    try {
      return isToolUse(input)
        ? await decide(point, governing, { pending, notes }, { use: input, signal, waitSeconds })
        : deny(UNREADABLE);
    } catch (error) {
      return deny(`The call was not run: it could not be decided (${messageOf(error)}).`);
    }
  };
  const after: Hook<AfterToolUseOutput> = async (input) => {
    if (!isToolUse(input)) return {};
    pending.ended(input.tool_use_id, failureOf(input));
    const note = notes.get(input.tool_use_id);
    notes.delete(input.tool_use_id);
    // What a person changed is told beside the result, which would else not fit what the model asked for.
    if (note === undefined) return {};
    const hookEventName = failed(input) ? "PostToolUseFailure" : "PostToolUse";
    return { hookSpecificOutput: { hookEventName, additionalContext: note } };
  };
  const over: Hook<never> = async () => {
    pending.abandon("Claude Code did not say how the call ended.");
    notes.clear();
    return {};
  };
  const follow = [{ hooks: [after] }];
  return {
    PreToolUse: [{ hooks: [before], timeout: waitSeconds + MARGIN_SECONDS }],
    PostToolUse: follow,
    PostToolUseFailure: follow,
    Stop: [{ hooks: [over] }],
    SessionEnd: [{ hooks: [over] }],
  };
}

const UNREADABLE = "The call was not run: what Claude Code says about it is not understood.";

const ABORTED = "The query was aborted.";

type Known = { pending: PendingOutcomes; notes: Map<string, string> };
type Use = { use: ToolUse; signal: AbortSignal; waitSeconds: number };

/**
 * The call of the point lasts as long as the tool: it is let go here when the tool may start, and ends when Claude Code says
 * how the tool ended.
 */
function decide(
  point: EnforcementPoint,
  governing: ClaudeGoverning,
  { pending, notes }: Known,
  { use, signal, waitSeconds }: Use,
): Promise<BeforeOutput> {
  return new Promise((resolve) => {
    const wait = new AbortController();
    const tooLong = (): void => wait.abort(new Error(`Nobody decided within ${waitSeconds} s.`));
    const timer = setTimeout(tooLong, waitSeconds * 1000);
    const unlink = [followSignal(signal, wait), followSignal(governing.abortController?.signal, wait)];
    const settle = (output: BeforeOutput): void => {
      clearTimeout(timer);
      for (const end of unlink) end();
      resolve(output);
    };
    const call = { ...namesOf(use.tool_name, governing.server), arguments: use.tool_input, signal: wait.signal };
    const request = requestOf({ ...governing, server: call.server }, call);
    const run = (args: Record<string, unknown>, running: AbortSignal): Promise<void> => {
      const outcome = pending.begin(use.tool_use_id);
      running.addEventListener("abort", () => governing.abortController?.abort(running.reason), { once: true });
      settle(allow(args));
      return outcome;
    };
    const key = `claude:${use.session_id}:${use.tool_use_id}`;
    const hold = governing.hold === "defer" ? { key, wait: false } : undefined;
    const onChanged = (change: ArgumentChange, tool: string): void => {
      notes.set(use.tool_use_id, changeNote(change));
      governing.onChanged?.(change, tool);
    };
    point
      .call(request, run, optionsOf({ ...governing, onChanged, server: call.server }, call, hold))
      .catch((error: unknown) => {
        // A tool that was let go and failed has had its answer; this one is for those that were not.
        if (error instanceof Held) {
          settle(defer(`People decide at ${error.checkpoint.url}`));
          return;
        }
        const output = deny(error instanceof Denied ? toldToModel(error) : `The call was not run: ${messageOf(error)}`);
        settle(
          governing.abortController?.signal.aborted ? { ...output, continue: false, stopReason: ABORTED } : output,
        );
      });
  });
}

/** `mcp__files__read` is `files/read`, and what Claude Code has itself is under a name of its own. */
function namesOf(tool: string, own = "claude-code"): { server: string; tool: string } {
  const [, server, name] = /^mcp__(.+?)__(.+)$/s.exec(tool) ?? [];
  return server !== undefined && name !== undefined ? { server, tool: name } : { server: own, tool };
}

const answer = (output: Omit<PreToolUseOutput, "hookEventName">): BeforeOutput => ({
  hookSpecificOutput: { hookEventName: "PreToolUse", ...output },
});
const allow = (args: Record<string, unknown>): BeforeOutput =>
  answer({ permissionDecision: "allow", updatedInput: args });
const deny = (why: string): BeforeOutput => answer({ permissionDecision: "deny", permissionDecisionReason: why });
const defer = (why: string): BeforeOutput => answer({ permissionDecision: "defer", permissionDecisionReason: why });

function isToolUse(input: HookInput): input is ToolUse {
  return (
    "tool_name" in input &&
    typeof input.tool_name === "string" &&
    "tool_use_id" in input &&
    typeof input.tool_use_id === "string" &&
    "session_id" in input &&
    typeof input.session_id === "string"
  );
}

const failed = (input: HookInput): boolean => input.hook_event_name === "PostToolUseFailure";

function failureOf(input: HookInput): Error | null {
  if (!failed(input)) return null;
  const text = "error" in input && typeof input.error === "string" ? input.error : "The tool failed.";
  const interrupted = "is_interrupt" in input && input.is_interrupt === true;
  return interrupted ? new OutcomeUnknown(text) : new Error(text);
}
