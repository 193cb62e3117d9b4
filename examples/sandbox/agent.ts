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
const named = <Shape extends z.ZodObject>(
  name: string,
  parameters: Shape,
  act: (given: z.infer<Shape>) => Promise<string>,
) =>
  tool({
    name,
    description: name,
    parameters,
    execute: (given: unknown) => act(parameters.parse(given)).catch((error: unknown) => `failed: ${messageOf(error)}`),
  });

const tools = [
  named("read_here", z.object({ path: z.string() }), ({ path }) => readFile(path, "utf8")),
  named("write_here", z.object({ path: z.string() }), async ({ path }) => {
    await writeFile(path, "written by the agent\n");
    return "written";
  }),
  named("ask_host", z.object({ url: z.string() }), async ({ url }) => {
    const answer = await proxiedFetch(url);
    return `${answer.status} ${await answer.text()}`;
  }),
  named("ask_directly", z.object({ url: z.string() }), async ({ url }) => (await fetch(url)).text()),
  named(
    "environment",
    z.object({}),
    async () => JSON.stringify(process.env) + (await readFile("/proc/1/environ", "utf8")),
  ),
];

const mcp = MCP_URL ? [new MCPServerStreamableHttp({ name: "files", url: MCP_URL, fetch: proxiedFetch })] : [];
for (const server of mcp) await server.connect();
const model = new ScriptedModel(JSON.parse(SCRIPT));
const agent = new Agent({ name: "Support", model, tools, mcpServers: mcp });
const { newItems, finalOutput } = await run(agent, "Go.", { maxTurns: 30 });
const outputs = newItems.flatMap((item) => (item.type === "tool_call_output_item" ? [item.output] : []));
console.log(JSON.stringify({ outputs, finalOutput }));
for (const server of mcp) await server.close();
