/** A model that says what it is told to, so that an example runs without a network. */
import {
  type ChatMessage,
  type ChatResponse,
  type ChatResponseChunk,
  type LLMChatParamsNonStreaming,
  type LLMChatParamsStreaming,
  type LLMMetadata,
  ToolCallLLM,
  type ToolCallLLMMessageOptions,
} from "llamaindex";

type Call = { id: string; name: string; input: Record<string, string> };
/** One answer: calls of tools, or text. */
export type Turn = Call[] | string;

type Options = ToolCallLLMMessageOptions;
type Params = LLMChatParamsStreaming<object, Options> | LLMChatParamsNonStreaming<object, Options>;

export class ScriptedModel extends ToolCallLLM<object, Options> {
  readonly supportToolCall = true;
  readonly metadata: LLMMetadata = {
    model: "scripted",
    temperature: 0,
    topP: 1,
    contextWindow: 1000,
    tokenizer: undefined,
    structuredOutput: false,
  };
  readonly left: Turn[];
  /** What it was shown last. */
  seen: ChatMessage<Options>[] = [];

  constructor(turns: readonly Turn[]) {
    super();
    this.left = [...turns];
  }

  chat(params: LLMChatParamsStreaming<object, Options>): Promise<AsyncIterable<ChatResponseChunk<Options>>>;
  chat(params: LLMChatParamsNonStreaming<object, Options>): Promise<ChatResponse<Options>>;
  async chat(params: Params): Promise<AsyncIterable<ChatResponseChunk<Options>> | ChatResponse<Options>> {
    this.seen = params.messages;
    const turn = this.left.shift() ?? "There is nothing more to say.";
    const content = typeof turn === "string" ? turn : "";
    const options: Options = typeof turn === "string" ? {} : { toolCall: turn };
    return params.stream
      ? once({ delta: content, options, raw: null })
      : { message: { role: "assistant", content, options }, raw: null };
  }
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
