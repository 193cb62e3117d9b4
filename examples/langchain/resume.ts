/** A thread that is stored while people decide. The part that docs/connect shows is between the two marks. */
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { type BaseCheckpointSaver, Command, interrupt, isInterrupted } from "@langchain/langgraph";
import type { EnforcementPoint } from "gatehouse";
import { type HeldInterrupt, wrapToolCall } from "gatehouse/langchain";
import { createAgent, createMiddleware } from "langchain";
import type { tools as someTools } from "./your-agent.ts";

export type Given = {
  point: EnforcementPoint;
  model: BaseChatModel;
  tools: typeof someTools;
  checkpointer: BaseCheckpointSaver;
  input: { messages: { role: "user"; content: string }[] };
};

export async function resume({ point, model, tools, checkpointer, input }: Given): Promise<void> {
  // shown
  const wrap = wrapToolCall(point, { agent: "AGENT_ID", server: "SERVER", interrupt });
  const gatehouse = createMiddleware({ name: "Gatehouse", wrapToolCall: wrap });
  const agent = createAgent({ model, tools, middleware: [gatehouse], checkpointer });
  const thread = { configurable: { thread_id: "thread-1" } };

  const result = await agent.invoke(input, thread);
  const held = isInterrupted<HeldInterrupt>(result) ? result.__interrupt__[0]?.value : undefined;
  // later, in another process too: waits until people have decided
  if (held) await point.decided(held.checkpointId);
  await agent.invoke(new Command({ resume: true }), thread);
  // shown
}
