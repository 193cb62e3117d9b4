/** A chat model that says what it is told to, so that an example runs without a network. */
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";

type Call = { id: string; name: string; args: Record<string, unknown> };
/** One answer: calls of tools, or text. */
export type Turn = Call[] | string;

export class ScriptedModel extends BaseChatModel {
  readonly left: Turn[];
  /** The messages that it was shown, last of all. */
  seen: BaseMessage[] = [];

  constructor(turns: readonly Turn[]) {
    super({});
    this.left = [...turns];
  }

  _llmType(): string {
    return "scripted";
  }

  override bindTools(): this {
    return this;
  }

  async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    this.seen = messages;
    const turn = this.left.shift() ?? "There is nothing more to say.";
    const message =
      typeof turn === "string"
        ? new AIMessage(turn)
        : new AIMessage({ content: "", tool_calls: turn.map((call) => ({ ...call, type: "tool_call" as const })) });
    return { generations: [{ text: message.text, message }] };
  }
}
