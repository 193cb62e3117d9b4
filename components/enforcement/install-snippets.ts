/** What a person pastes to put the proxy before an MCP server, as docs/connect shows it. Each value is quoted for its language. */
import type { SnippetValues } from "./fill-snippet";

/** A word for a POSIX shell: bare when it is harmless, single-quoted otherwise. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

const WRAPPED = ["npx", "-y", "@modelcontextprotocol/server-filesystem", "DIRECTORY"];

const started = ({ agentId, server, gatewayUrl, token }: SnippetValues): string =>
  [
    `npx -y gatehouse mcp --agent ${shellWord(agentId)} --server ${shellWord(server)} \\`,
    `  --url ${shellWord(gatewayUrl)} --enroll ${shellWord(token)} \\`,
  ].join("\n");

/** Starts the proxy between an MCP client and the server that follows `--`. */
export const mcpCommand = (values: SnippetValues): string => `${started(values)}\n  -- ${WRAPPED.join(" ")}`;

/** The same as an entry of an MCP client's configuration file. */
export function mcpConfig({ agentId, server, gatewayUrl, token }: SnippetValues): string {
  const args = ["-y", "gatehouse", "mcp", "--agent", agentId, "--server", server, "--", ...WRAPPED];
  const env = { GATEHOUSE_URL: gatewayUrl, GATEHOUSE_ENROL_TOKEN: token };
  return JSON.stringify({ mcpServers: { [server]: { command: "npx", args, env } } }, null, 2);
}

/** The proxy before a server that is reached by its address; the server's own credential stays in the environment. */
export const mcpHttpCommand = (values: SnippetValues): string =>
  [
    "export SERVER_TOKEN=SECRET",
    started(values),
    `  --upstream SERVER_URL --header 'Authorization: Bearer \${SERVER_TOKEN}' \\`,
    "  --listen 127.0.0.1:PORT",
  ].join("\n");

/** What the MCP client is given in place of the server's address. */
export const mcpHttpAddress = "http://127.0.0.1:PORT/mcp";

/** Starts the agent in its sandbox, and tries to get out of that very sandbox. */
export const sandboxCommand = ({ agentId, gatewayUrl, token }: SnippetValues): string =>
  [
    `npx -y gatehouse run --agent ${shellWord(agentId)} --profile PROFILE \\`,
    `  --url ${shellWord(gatewayUrl)} --enroll ${shellWord(token)} -- node agent.mjs`,
    `npx -y gatehouse canary --agent ${shellWord(agentId)} --profile PROFILE --url ${shellWord(gatewayUrl)} --every 6`,
  ].join("\n");
