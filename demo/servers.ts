/** Real MCP servers from npm, and their real tool definitions. */
import { createRequire } from "node:module";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { JsonObject } from "@/sdk/canonical";

export type ServerCommand = { name: string; args: string[]; env: Record<string, string> };

const require = createRequire(import.meta.url);

export function serverCommand(
  name: string,
  packageName: string,
  args: string[],
  env: Record<string, string> = {},
): ServerCommand {
  const manifest = require.resolve(`@modelcontextprotocol/${packageName}/package.json`);
  return { name, args: [path.join(path.dirname(manifest), "dist", "index.js"), ...args], env };
}

export async function connectTo(command: string[], env: Record<string, string>): Promise<Client> {
  const [program = process.execPath, ...args] = command;
  const client = new Client({ name: "gatehouse-demo", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: program,
      args,
      env: { PATH: process.env.PATH ?? "", ...env },
      stderr: "ignore",
    }),
  );
  return client;
}

/** The definitions as the server itself gives them. */
export async function listTools(server: ServerCommand): Promise<{ name: string; definition: JsonObject }[]> {
  const client = await connectTo([process.execPath, ...server.args], server.env);
  try {
    const { tools } = await client.listTools();
    return tools.map((tool) => ({ name: tool.name, definition: JSON.parse(JSON.stringify(tool)) as JsonObject }));
  } finally {
    await client.close();
  }
}
