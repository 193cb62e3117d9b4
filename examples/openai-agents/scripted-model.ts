/** A model that says what it is told to, so that an example runs without a network. */
import type { Model, ModelRequest, ModelResponse, StreamEvent } from "@openai/agents";
import { Usage } from "@openai/agents";

type Call = { id: string; name: string; args: Record<string, unknown> };
/** One answer: calls of tools, or text. */
export type Turn = Call[] | string;

export class ScriptedModel implements Model {
  readonly left: Turn[];
  /** What it was shown last. */
  seen: ModelRequest["input"] = [];

  constructor(turns: readonly Turn[]) {
    this.left = [...turns];
  }

  async getResponse(request: ModelRequest): Promise<ModelResponse> {
    return { usage: new Usage(), output: this.answer(request) };
  }

  async *getStreamedResponse(request: ModelRequest): AsyncGenerator<StreamEvent> {
    const output = this.answer(request);
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    yield { type: "response_done", response: { id: "response", usage, output } };
  }

  private answer({ input }: ModelRequest) {
    this.seen = input;
    const turn = this.left.shift() ?? "There is nothing more to say.";
    const status = "completed" as const;
    if (typeof turn === "string") {
      const content = [{ type: "output_text" as const, text: turn }];
      return [{ type: "message" as const, role: "assistant" as const, status, content }];
    }
    return turn.map(({ id, name, args }) => ({
      type: "function_call" as const,
      callId: id,
      name,
      status,
      arguments: JSON.stringify(args),
    }));
  }
}
