/** What the snippet stands in for: the application's tools. */
import { createSdkMcpServer, tool } from "@anthropic-ai/claude-agent-sdk";
import { z } from "zod";

export const done: string[] = [];

const named = (name: string) =>
  tool(name, name, { invoice: z.string() }, async ({ invoice }) => {
    done.push(`${name} ${invoice}`);
    return { content: [{ type: "text", text: "done" }] };
  });

export const mcpServers = {
  billing: createSdkMcpServer({
    name: "billing",
    alwaysLoad: true,
    tools: [named("read_invoice"), named("delete_customer"), named("refund")],
  }),
};
