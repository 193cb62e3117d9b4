// An MCP server with one tool that answers at once, by the stock server package.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "echo", version: "1.0.0" });
server.registerTool("echo", { description: "Says it again.", inputSchema: { words: z.string() } }, ({ words }) => ({
  content: [{ type: "text", text: words }],
}));
await server.connect(new StdioServerTransport());
