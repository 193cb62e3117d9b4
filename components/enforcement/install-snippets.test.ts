import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mcpCommand, mcpConfig, mcpHttpAddress, mcpHttpCommand, sandboxCommand, shellWord } from "./install-snippets";

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

it("starts an agent in a sandbox under a profile, and tries to get out of the same one", () => {
  const lines = sandboxCommand({ ...hostile, agentId: "agt 1" }).split("\n");
  expect(lines[0]).toContain("gatehouse run --agent 'agt 1' --profile PROFILE");
  expect(lines[1]).toContain("--enroll gh_x -- node agent.mjs");
  expect(lines[2]).toContain(
    "gatehouse canary --agent 'agt 1' --profile PROFILE --url http://localhost:4000 --every 6",
  );
});

it("makes a configuration that parses, whatever the server is called", () => {
  const parsed: unknown = JSON.parse(mcpConfig({ ...hostile, server: 'x"]}' }));
  expect(parsed).toMatchObject({ mcpServers: { 'x"]}': { command: "npx", env: { GATEHOUSE_ENROL_TOKEN: "gh_x" } } } });
});

describe("what docs/connect shows of MCP servers is what the console shows", () => {
  const places = { agentId: "AGENT_ID", server: "SERVER", gatewayUrl: "GATEWAY_URL", token: "TOKEN" };
  const page = (kind: string): string => readFileSync(`docs/connect/${kind}.md`, "utf8");
  const oneLine = (command: string): string => command.replaceAll(" \\\n  ", " ");

  it("by command", () => {
    const text = page("mcp-stdio");
    expect(text).toContain(`\`\`\`sh\n${oneLine(mcpCommand(places))}\n\`\`\`\n`);
    const [, block = ""] = /```json\n([^`]+)```/.exec(text) ?? [];
    expect(JSON.parse(block)).toEqual(JSON.parse(mcpConfig(places)));
  });

  it("by address", () => {
    expect(page("mcp-http")).toContain(`\`\`\`sh\n${oneLine(mcpHttpCommand(places))}\n\`\`\`\n`);
    expect(page("mcp-http")).toContain(mcpHttpAddress);
  });
});
