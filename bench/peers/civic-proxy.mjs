// @civic/passthrough-mcp-server between a client and a server on standard streams, without hooks: it only passes on.
import { PassthroughContext } from "@civic/passthrough-mcp-server";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

const [command, ...args] = process.argv.slice(2);
await new PassthroughContext().connect(new StdioServerTransport(), new StdioClientTransport({ command, args }));
