/** Puts an enforcement point before the tools of LlamaIndex agents and workflows. */
import { Denied } from "../pep/denied.ts";
import type { EnforcementPoint } from "../pep/enforcement-point.ts";
import { type Governing, optionsOf, requestOf, toldToModel } from "./governing.ts";

export type LlamaIndexGoverning = Governing & {
  /** Ends waits for people, and withdraws what they are asked. The framework has no signal of its own to pass on. */
  signal?: AbortSignal;
};

type AnyTool = { metadata: { name: string }; call?: unknown };
type Call = (input: unknown) => unknown;

/**
 * The tools, as the agent may use them. A refused call throws inside the tool: the framework gives the model a tool result
 * that is an error with the reason, and the run goes on. A held call waits where it is.
 */
export function guardTools<T extends AnyTool>(
  point: EnforcementPoint,
  governing: LlamaIndexGoverning,
  tools: readonly T[],
): T[] {
  return tools.map((tool) => {
    const { call } = tool;
    const { name } = tool.metadata;
    if (!isCall(call)) throw new TypeError(`Tool ${name} has no call function, so its calls cannot be governed.`);
    const governed = async (input: unknown): Promise<unknown> => {
      const asked = { tool: name, arguments: input, signal: governing.signal };
      try {
        return await point.call(
          requestOf(governing, asked),
          (args) => call.call(tool, args),
          optionsOf(governing, asked),
        );
      } catch (error) {
        throw error instanceof Denied ? new Error(toldToModel(error), { cause: error }) : error;
      }
    };
    // Tools keep private state: whatever is not the call is asked of the tool itself.
    return new Proxy(tool, { get: (target, key) => (key === "call" ? governed : Reflect.get(target, key)) });
  });
}

const isCall = (value: unknown): value is Call => typeof value === "function";
