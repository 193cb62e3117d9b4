/** A model that says what it is told to, so that an example runs without a network. */
import { simulateReadableStream } from "ai";
import { MockLanguageModelV4 } from "ai/test";

type Chunk = Awaited<ReturnType<MockLanguageModelV4["doStream"]>>["stream"] extends ReadableStream<infer T> ? T : never;
type Call = { id: string; tool: string; input: unknown };
/** One answer: calls of tools, or text. */
export type Turn = Call[] | string;

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

export function scriptedModel(turns: readonly Turn[]): MockLanguageModelV4 {
  const left = [...turns];
  const next = () => {
    const turn = left.shift() ?? "There is nothing more to say.";
    const content =
      typeof turn === "string"
        ? [{ type: "text" as const, text: turn }]
        : turn.map(({ id, tool, input }) => ({
            type: "tool-call" as const,
            toolCallId: id,
            toolName: tool,
            input: JSON.stringify(input),
          }));
    const unified = typeof turn === "string" ? ("stop" as const) : ("tool-calls" as const);
    return { content, finishReason: { unified, raw: undefined } };
  };
  return new MockLanguageModelV4({
    doGenerate: async () => ({ ...next(), usage, warnings: [] }),
    doStream: async () => {
      const { content, finishReason } = next();
      const said: Chunk[] = content.flatMap((part): Chunk[] =>
        part.type === "text"
          ? [
              { type: "text-start", id: "t" },
              { type: "text-delta", id: "t", delta: part.text },
              { type: "text-end", id: "t" },
            ]
          : [part],
      );
      const chunks: Chunk[] = [
        { type: "stream-start", warnings: [] },
        ...said,
        { type: "finish", finishReason, usage },
      ];
      return { stream: simulateReadableStream({ chunks }) };
    },
  });
}

/** What the model was last shown of the tools' results. */
export function toolResults(model: MockLanguageModelV4): unknown[] {
  const { prompt } = model.doGenerateCalls.at(-1) ?? model.doStreamCalls.at(-1) ?? { prompt: [] };
  return prompt.flatMap((message) => (message.role === "tool" ? message.content : []));
}
