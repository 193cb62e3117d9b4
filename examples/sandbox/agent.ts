/**
 * An agent as it is written for a sandbox: a real framework, tools of its own, and an MCP server that stands outside behind
 * Gatehouse's proxy. Nothing in it knows of the boundary. The model is scripted, so that it runs without a network.
 */
import { readFile, writeFile } from "node:fs/promises";
import { Agent, MCPServerStreamableHttp, run, setTracingDisabled, tool } from "@openai/agents";
import { z } from "zod";
import { ScriptedModel } from "../openai-agents/scripted-model.ts";
import { proxiedFetch } from "./proxied-fetch.ts";

const { SCRIPT = "[]", MCP_URL } = process.env;
setTracingDisabled(true);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The model reads what went wrong, as the framework's own tools have it. */
const named = (name: string, act: (at: string) => Promise<string>) =>
  tool({
    name,
    description: name,
    parameters: z.object({ at: z.string() }),
    execute: ({ at }) => act(at).catch((error: unknown) => `failed: ${messageOf(error)}`),
  });

const tools = [
  named("read_here", (at) => readFile(at, "utf8")),
  named("write_here", async (at) => {
    await writeFile(at, "written by the agent\n");
    return "written";
  }),
  named("ask_host", async (at) => {
    const answer = await proxiedFetch(at);
    return `${answer.status} ${await answer.text()}`;
  }),
  named("ask_directly", async (at) => (await fetch(at)).text()),
  named("environment", async (at) => JSON.stringify(process.env) + (await readFile(at, "utf8"))),
];

const mcp = MCP_URL ? [new MCPServerStreamableHttp({ name: "files", url: MCP_URL, fetch: proxiedFetch })] : [];
for (const server of mcp) await server.connect();
const model = new ScriptedModel(JSON.parse(SCRIPT));
const agent = new Agent({ name: "Support", model, tools, mcpServers: mcp });
const { newItems, finalOutput } = await run(agent, "Go.", { maxTurns: 30 });
const outputs = newItems.flatMap((item) => (item.type === "tool_call_output_item" ? [item.output] : []));
console.log(JSON.stringify({ outputs, finalOutput }));
for (const server of mcp) await server.close();
