/** An agent that is a stock MCP client with a scripted model, behind `gatehouse mcp`. */
import path from "node:path";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type LiveAgent, pointOf, type Script, work } from "./live-agent";
import { connectTo, type ServerCommand } from "./servers";

/** A held call may wait as long as its rule lets people think. */
const PATIENCE_MS = 16 * 60_000;

export async function runMcpAgent(live: LiveAgent, server: ServerCommand, script: Script): Promise<void> {
  const { stateDir, agentId, token } = await pointOf(live, script.agentName, "mcp-proxy");
  const proxy = path.resolve("sdk", "bin", "gatehouse.mjs");
  const command = [
    process.execPath,
    proxy,
    "mcp",
    "--agent",
    agentId,
    "--server",
    server.name,
    "--name",
    script.agentName,
    "--",
    process.execPath,
    ...server.args,
  ];
  const client = await connectTo(command, {
    ...server.env,
    GATEHOUSE_URL: env.gatewayUrl,
    GATEHOUSE_STATE_DIR: stateDir,
    ...(token ? { GATEHOUSE_ENROL_TOKEN: token } : {}),
  });
  log.info("demo agent running", { agent: script.agentName, server: server.name });
  live.stopping.addEventListener("abort", () => void client.close(), { once: true });
  await work(live, async (turn) => {
    const { tool, args } = script.next(turn);
    await client.callTool({ name: tool, arguments: args }, undefined, { timeout: PATIENCE_MS, signal: live.stopping });
  });
}
