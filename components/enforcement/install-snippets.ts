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

/** Guards a tool call inside an agent. The token is needed the first time only; the directory keeps the point's own key. */
export function sdkSnippet({ agentId, gatewayUrl, token }: Omit<McpSnippet, "server">): string {
  const text = (value: string) => JSON.stringify(value);
  return `import { connect, Denied } from "gatehouse";

const point = await connect({
  url: ${text(gatewayUrl)},
  kind: "sdk",
  agent: ${text(agentId)},
  enrolToken: ${text(token)},
  stateDir: ".gatehouse",
});

// Runs only if policy permits it, with exactly the arguments that were decided about; waits for people when it must.
try {
  await point.call(
    { agentId: ${text(agentId)}, tool: "crm/read_contact", arguments: { id: 42 } },
    (args) => readContact(args),
  );
} catch (error) {
  if (error instanceof Denied) console.log(error.message);
  else throw error;
}
`;
}
