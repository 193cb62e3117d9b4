/** A support agent's tools, governed, and both ways to let people decide about a call that policy holds. */
import { generateText, type LanguageModel, type ModelMessage, stepCountIs, tool } from "ai";
import type { EnforcementPoint } from "gatehouse";
import { approvalResponses, guardTools, toolApproval } from "gatehouse/ai-sdk";
import { z } from "zod";

export type Setting = { point: EnforcementPoint; model: LanguageModel; agent: string; done: string[] };

const tools = (done: string[]) => ({
  read_invoice: tool({
    description: "Reads an invoice.",
    inputSchema: z.object({ invoice: z.string() }),
    execute: async ({ invoice }) => {
      done.push(`read ${invoice}`);
      return { invoice, amount: 40 };
    },
  }),
  refund: tool({
    description: "Refunds an invoice.",
    inputSchema: z.object({ invoice: z.string() }),
    execute: async ({ invoice }) => {
      done.push(`refund ${invoice}`);
      return `refunded ${invoice}`;
    },
  }),
  delete_customer: tool({
    description: "Deletes a customer.",
    inputSchema: z.object({ customer: z.string() }),
    execute: async ({ customer }) => {
      done.push(`delete ${customer}`);
      return "deleted";
    },
  }),
});

/** A held call waits where it is. */
export function answer({ point, model, agent, done }: Setting, prompt: string, abortSignal?: AbortSignal) {
  const governed = guardTools(point, { agent, server: "billing" }, tools(done));
  return generateText({ model, tools: governed, prompt, stopWhen: stepCountIs(5), abortSignal });
}

/** A held call ends the run; the conversation, which can be stored, goes on when people have decided. */
export async function converse({ point, model, agent, done }: Setting, conversation: string, messages: ModelMessage[]) {
  const governing = { agent, server: "billing", conversation };
  const result = await generateText({
    model,
    tools: guardTools(point, governing, tools(done)),
    toolApproval: toolApproval(point, governing),
    messages,
    stopWhen: stepCountIs(5),
  });
  return { text: result.text, content: result.content, messages: [...messages, ...result.response.messages] };
}

/** Waits for people and writes their decisions into the conversation. */
export async function decided(
  { point, agent }: Setting,
  conversation: string,
  { content, messages }: Pick<Awaited<ReturnType<typeof converse>>, "content" | "messages">,
): Promise<ModelMessage[]> {
  const responses = await approvalResponses(point, { agent, server: "billing", conversation }, content);
  return [...messages, { role: "tool", content: responses }];
}
