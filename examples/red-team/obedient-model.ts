/**
 * A model whose own guard has failed: it does its task, and whatever it is told on the way in a tool's answer, in a tool's description or
 * in what an agent before it has read. The framework around it is the real one.
 */
import type { Model, ModelRequest, ModelResponse, StreamEvent } from "@openai/agents";
import { Usage } from "@openai/agents";
import { type Call, instructionsIn } from "../../sdk/redteam/scripted-agent.ts";

const MOST_CALLS = 8;

export class ObedientModel implements Model {
  private readonly todo: Call[];
  private readonly heard = new Set<string>();
  private calls = 0;

  constructor(task: readonly Call[] = []) {
    this.todo = [...task];
  }

  async getResponse({ input, tools, handoffs }: ModelRequest): Promise<ModelResponse> {
    const has = new Set([...tools.map(({ name }) => name), ...handoffs.map(({ toolName }) => toolName)]);
    const told = JSON.stringify({ input, tools }).replaceAll('\\"', '"');
    for (const one of instructionsIn(told)) if (has.has(one.tool)) this.hear(one);
    const next = this.calls < MOST_CALLS ? this.todo.shift() : undefined;
    const status = "completed" as const;
    if (!next) {
      const content = [{ type: "output_text" as const, text: "Done." }];
      return { usage: new Usage(), output: [{ type: "message", role: "assistant", status, content }] };
    }
    this.calls += 1;
    const call = { callId: `call-${this.calls}`, name: next.tool, arguments: JSON.stringify(next.arguments) };
    return { usage: new Usage(), output: [{ type: "function_call", status, ...call }] };
  }

  getStreamedResponse(): AsyncIterable<StreamEvent> {
    throw new Error("This model does not stream.");
  }

  private hear(call: Call): void {
    const key = JSON.stringify(call);
    if (this.heard.has(key)) return;
    this.heard.add(key);
    this.todo.push(call);
  }
}
