import { describe, expect, it } from "vitest";
import { mcpCommand, mcpConfig, mcpHttpCommand, mcpHttpConfig, shellWord } from "./install-snippets";

const hostile = { agentId: "agt_1", server: "a'; rm -rf $HOME #", gatewayUrl: "http://localhost:4000", token: "gh_x" };

describe("shellWord", () => {
  it("leaves nothing for the shell to read in a name", () => {
    expect(shellWord(hostile.server)).toBe(`'a'\\''; rm -rf $HOME #'`);
    expect(shellWord("$(id)")).toBe("'$(id)'");
    expect(shellWord("")).toBe("''");
  });

  it("leaves ids and addresses readable", () => {
    expect(shellWord("http://localhost:4000")).toBe("http://localhost:4000");
  });
});

it("puts the agent, the gateway and the token into the command", () => {
  const command = mcpCommand(hostile);
  expect(command).toContain("--agent agt_1");
  expect(command).toContain("--url http://localhost:4000 --enroll gh_x");
});

it("makes a configuration that parses, whatever the server is called", () => {
  const parsed: unknown = JSON.parse(mcpConfig({ ...hostile, server: 'x"]}' }));
  expect(parsed).toMatchObject({ mcpServers: { 'x"]}': { command: "npx" } } });
});

it("puts the proxy between clients and a server that is reached by its address", () => {
  const command = mcpHttpCommand(hostile);
  expect(command).toContain(`--server ${shellWord(hostile.server)} `);
  expect(command).toContain("--enroll gh_x");
  expect(command).toContain("--upstream http://localhost:8080/mcp --listen 3100");
  const parsed: unknown = JSON.parse(mcpHttpConfig({ server: 'x"]}' }));
  expect(parsed).toEqual({ mcpServers: { 'x"]}': { type: "http", url: "http://localhost:3100/mcp" } } });
});
