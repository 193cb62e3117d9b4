/** A support agent made with the Claude Agent SDK: its tools are an MCP server in this process, and Claude Code's own. */
import { createSdkMcpServer, type Options, query, type SDKResultMessage, tool } from "@anthropic-ai/claude-agent-sdk";
import type { EnforcementPoint } from "gatehouse";
import { type ClaudeGoverning, gatehouseHooks } from "gatehouse/claude-agent-sdk";
import { z } from "zod";

export type Setting = {
  point: EnforcementPoint;
  agent: string;
  done: string[];
  /** Where Claude Code finds its model, and keeps its sessions. */
  options: Options;
};

const billing = (done: string[]) => {
  const named = (name: string, description: string) =>
    tool(name, description, { invoice: z.string() }, async ({ invoice }) => {
      done.push(`${name} ${invoice}`);
      return { content: [{ type: "text", text: `${name} ${invoice}` }] };
    });
  return createSdkMcpServer({
    name: "billing",
    alwaysLoad: true,
    tools: [
      named("read_invoice", "Reads an invoice."),
      named("refund", "Refunds an invoice."),
      named("delete_customer", "Deletes a customer."),
    ],
  });
};

/** Runs until the session's answer, and returns it. */
export async function answer(
  { point, agent, done, options }: Setting,
  prompt: string,
  more: Partial<ClaudeGoverning> & { resume?: string } = {},
): Promise<SDKResultMessage> {
  const { resume, ...governing } = more;
  const { abortController } = governing;
  const hooks = gatehouseHooks(point, { agent, ...governing });
  const session = query({
    prompt,
    options: { ...options, hooks, abortController, resume, mcpServers: { billing: billing(done) } },
  });
  for await (const message of session) if (message.type === "result") return message;
  throw new Error("The session ended without an answer.");
}
