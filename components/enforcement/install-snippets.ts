/** What a person pastes to connect an enforcement point. Every value is quoted for the language that it stands in. */

export type McpSnippet = { agentId: string; server: string; gatewayUrl: string; token: string };

/** A word for a POSIX shell: bare when it is harmless, single-quoted otherwise. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Starts the proxy between an MCP client and the server that follows `--`. */
export function mcpCommand({ agentId, server, gatewayUrl, token }: McpSnippet): string {
  return [
    `npx gatehouse mcp --agent ${shellWord(agentId)} --server ${shellWord(server)} \\`,
    `  --url ${shellWord(gatewayUrl)} --enroll ${shellWord(token)} \\`,
    "  -- npx -y @modelcontextprotocol/server-filesystem /path",
  ].join("\n");
}

/** The same as an entry of an MCP client's configuration file. */
export function mcpConfig({ agentId, server, gatewayUrl, token }: McpSnippet): string {
  const args = ["gatehouse", "mcp", "--agent", agentId, "--server", server, "--url", gatewayUrl, "--enroll", token];
  const wrapped = [...args, "--", "npx", "-y", "@modelcontextprotocol/server-filesystem", "/path"];
  return JSON.stringify({ mcpServers: { [server]: { command: "npx", args: wrapped } } }, null, 2);
}

/** The proxy before a server that is reached by its address. */
export function mcpHttpCommand({ agentId, server, gatewayUrl, token }: McpSnippet): string {
  return [
    `npx gatehouse mcp --agent ${shellWord(agentId)} --server ${shellWord(server)} \\`,
    `  --url ${shellWord(gatewayUrl)} --enroll ${shellWord(token)} \\`,
    `  --upstream http://localhost:8080/mcp --listen ${HTTP_PORT}`,
  ].join("\n");
}

const HTTP_PORT = 3100;

/** What the MCP client is given in place of the server's address. */
export function mcpHttpConfig({ server }: Pick<McpSnippet, "server">): string {
  const url = `http://localhost:${HTTP_PORT}/mcp`;
  return JSON.stringify({ mcpServers: { [server]: { type: "http", url } } }, null, 2);
}
