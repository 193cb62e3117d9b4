/** A support agent's tools, governed: for `createAgent` by a middleware, and for a graph of one's own. */
import { type BaseCheckpointSaver, END, interrupt, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode, toolsCondition } from "@langchain/langgraph/prebuilt";
import type { EnforcementPoint } from "gatehouse";
import { guardTools, type LangChainGoverning, wrapToolCall } from "gatehouse/langchain";
import { createAgent, createMiddleware, tool, toolRetryMiddleware } from "langchain";
import { z } from "zod";
import type { ScriptedModel } from "./scripted-model.ts";

export type Setting = { point: EnforcementPoint; model: ScriptedModel; agent: string; done: Done };
type Done = { push(what: string): unknown };

const tools = (done: Done) => {
  const invoice = z.object({ invoice: z.string() });
  const work = (what: string) => (input: z.infer<typeof invoice>) => {
    done.push(`${what} ${input.invoice}`);
    return `${what} ${input.invoice}`;
  };
  return [
    tool(work("read"), { name: "read_invoice", description: "Reads an invoice.", schema: invoice }),
    tool(work("refund"), { name: "refund", description: "Refunds an invoice.", schema: invoice }),
    tool(work("delete"), { name: "delete_customer", description: "Deletes a customer.", schema: invoice }),
  ];
};

/** A held call waits where it is. */
export function supportAgent({ point, model, agent, done }: Setting, more: Partial<LangChainGoverning> = {}) {
  const gatehouse = createMiddleware({
    name: "Gatehouse",
    wrapToolCall: wrapToolCall(point, { agent, server: "billing", ...more }),
  });
  return createAgent({ model, tools: tools(done), middleware: [gatehouse] });
}

/** What failed is tried again, and each attempt is decided for itself. */
export function retryingAgent({ point, model, agent, done }: Setting) {
  const gatehouse = createMiddleware({
    name: "Gatehouse",
    wrapToolCall: wrapToolCall(point, { agent, server: "billing", onToolError: "throw" }),
  });
  const retry = toolRetryMiddleware({ maxRetries: 1, initialDelayMs: 0, jitter: false });
  return createAgent({ model, tools: tools(done), middleware: [retry, gatehouse] });
}

/** A held call interrupts the run, which the checkpointer keeps until it is resumed. */
export function resumableAgent({ point, model, agent, done }: Setting, checkpointer: BaseCheckpointSaver) {
  const gatehouse = createMiddleware({
    name: "Gatehouse",
    wrapToolCall: wrapToolCall(point, { agent, server: "billing", interrupt }),
  });
  return createAgent({ model, tools: tools(done), middleware: [gatehouse], checkpointer });
}

/** The same in a graph of one's own. */
export function supportGraph({ point, model, agent, done }: Setting, checkpointer: BaseCheckpointSaver) {
  const governed = guardTools(point, { agent, server: "billing", interrupt }, tools(done));
  return new StateGraph(MessagesAnnotation)
    .addNode("model", async ({ messages }) => ({ messages: await model.invoke(messages) }))
    .addNode("tools", new ToolNode(governed))
    .addEdge(START, "model")
    .addConditionalEdges("model", toolsCondition, ["tools", END])
    .addEdge("tools", "model")
    .compile({ checkpointer });
}
