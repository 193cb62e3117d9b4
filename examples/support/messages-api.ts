/** Anthropic's Messages API on loopback, saying what it is told to, so that Claude Code runs without a network. */
import http from "node:http";
import { onTestFinished } from "vitest";

type Call = { id: string; name: string; input: Record<string, unknown> };
/** One answer: calls of tools, or text. */
export type Turn = Call[] | string;

export type MessagesApi = {
  url: string;
  /** What it was asked, newest last. */
  asked: string[];
};

export async function messagesApi(turns: readonly Turn[]): Promise<MessagesApi> {
  const left = [...turns];
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      if (!request.url?.startsWith("/v1/messages") || request.url.includes("count_tokens")) {
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ input_tokens: 1 }));
        return;
      }
      // Claude Code asks small things on the side, such as a title; those carry no tools.
      const hasTools = /"tools":\[\{/.test(body);
      if (hasTools) asked.push(body);
      const turn = hasTools ? (left.shift() ?? "There is nothing more to say.") : "A title";
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of eventsOf(turn)) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no address");
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

function eventsOf(turn: Turn): { type: string }[] {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: "msg_1", type: "message", role: "assistant", model: "scripted", content: [], usage };
  const blocks =
    typeof turn === "string"
      ? [block(0, { type: "text", text: "" }, { type: "text_delta", text: turn })]
      : turn.map(({ id, name, input }, index) =>
          block(
            index,
            { type: "tool_use", id, name, input: {} },
            { type: "input_json_delta", partial_json: JSON.stringify(input) },
          ),
        );
  const stop_reason = typeof turn === "string" ? "end_turn" : "tool_use";
  return [
    { type: "message_start", ...{ message } },
    ...blocks.flat(),
    { type: "message_delta", ...{ delta: { stop_reason, stop_sequence: null }, usage } },
    { type: "message_stop" },
  ];
}

const block = (index: number, content_block: object, delta: object): { type: string }[] => [
  { type: "content_block_start", ...{ index, content_block } },
  { type: "content_block_delta", ...{ index, delta } },
  { type: "content_block_stop", ...{ index } },
];
