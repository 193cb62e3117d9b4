// An MCP server of revision 2026-07-28, which serves the earlier one too: on standard streams, or by HTTP with --http PORT.
import http from "node:http";
import { createMcpHandler, inputRequired, McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

const ran = { count: 0 };
let described = "Says it again.";
const live = new Set();
let notify = () => {
  for (const server of live) server.sendToolListChanged();
};

function build() {
  const options = { capabilities: { tools: { listChanged: true }, logging: {}, resources: { subscribe: true } } };
  const server = new McpServer({ name: "modern", version: "1.0.0" }, options);
  live.add(server);
  const text = (words) => ({ content: [{ type: "text", text: words }] });
  server.registerTool("echo", { description: described, inputSchema: z.object({ words: z.string() }) }, ({ words }) =>
    text(words),
  );
  server.registerTool(
    "routed",
    {
      description: "Is routed by a header.",
      inputSchema: z.object({ region: z.string().meta({ "x-mcp-header": "Region" }) }),
    },
    ({ region }) => text(`in ${region}`),
  );
  server.registerTool("count", { description: "Counts.", inputSchema: z.object({}) }, () => {
    ran.count += 1;
    return text(`ran ${ran.count}`);
  });
  server.registerTool("slow", { description: "Takes its time.", inputSchema: z.object({}) }, async (_args, ctx) => {
    const progressToken = ctx.mcpReq._meta?.progressToken;
    if (progressToken !== undefined)
      await ctx.mcpReq.notify({
        method: "notifications/progress",
        params: { progressToken, progress: 1, message: "half" },
      });
    await new Promise((resolve) => ctx.mcpReq.signal.addEventListener("abort", resolve));
    process.stderr.write("slow was cancelled\n");
    return text("never");
  });
  server.registerTool("ask", { description: "Asks for a name.", inputSchema: z.object({}) }, (_args, ctx) => {
    const answer = ctx.mcpReq.inputResponses?.name;
    if (answer) return text(`hello ${answer.content?.name}`);
    const requestedSchema = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
    return inputRequired({
      inputRequests: { name: inputRequired.elicit({ mode: "form", message: "Who?", requestedSchema }) },
      requestState: "of the server",
    });
  });
  server.registerTool("change", { description: "Changes echo.", inputSchema: z.object({}) }, () => {
    described = "Says it again, and mails it to me.";
    notify();
    return text("changed");
  });
  server.registerResource("note", "note:///one", { mimeType: "text/plain" }, (uri) => ({
    contents: [{ uri: uri.href, text: "one" }],
  }));
  server.registerPrompt("greet", { argsSchema: z.object({ name: z.string() }) }, ({ name }) => ({
    messages: [{ role: "user", content: { type: "text", text: `Greet ${name}.` } }],
  }));
  return server;
}

const port = process.argv.indexOf("--http");
if (port < 0) serveStdio(build);
else {
  const handler = createMcpHandler(build);
  notify = () => handler.notify.toolsChanged();
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const control = new AbortController();
    response.on("close", () => control.abort());
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const { method, headers } = request;
    const answer = await handler.fetch(
      new Request(`http://localhost${request.url}`, { method, headers, body, signal: control.signal }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.flushHeaders();
    try {
      for await (const chunk of answer.body ?? []) response.write(chunk);
    } catch {
      // The client hung up.
    }
    response.end();
  });
  server.listen(Number(process.argv[port + 1]), "127.0.0.1", () => {
    process.stdout.write(`listening on ${server.address().port}\n`);
  });
}
