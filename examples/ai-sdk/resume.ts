/** A conversation that is stored while people decide. The part that docs/connect shows is between the two marks. */
import { generateText, type LanguageModel, type ModelMessage, type ToolSet } from "ai";
import type { EnforcementPoint } from "gatehouse";
import { approvalResponses, guardTools, toolApproval } from "gatehouse/ai-sdk";

export type Given = { point: EnforcementPoint; model: LanguageModel; tools: ToolSet; messages: ModelMessage[] };

export async function resume({ point, model, tools, messages }: Given): Promise<void> {
  // shown
  const governing = { agent: "AGENT_ID", server: "SERVER", conversation: "conversation-1" };
  const settings = { model, tools: guardTools(point, governing, tools), toolApproval: toolApproval(point, governing) };

  const { content, response } = await generateText({ ...settings, messages });
  messages.push(...response.messages); // store them
  // later, in another process too: waits until people have decided
  messages.push({ role: "tool", content: await approvalResponses(point, governing, content) });
  await generateText({ ...settings, messages });
  // shown
}
