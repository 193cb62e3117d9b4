import { query } from "@anthropic-ai/claude-agent-sdk";
import { connect } from "gatehouse";
import { gatehouseHooks } from "gatehouse/claude-agent-sdk";
import { mcpServers } from "./your-agent.ts";

const point = await connect({
  url: "GATEWAY_URL",
  kind: "sdk",
  agent: "AGENT_ID",
  enrolToken: "TOKEN", // the first time only
  stateDir: ".gatehouse-point",
});
const abortController = new AbortController();
const hooks = gatehouseHooks(point, { agent: "AGENT_ID", abortController });

for await (const message of query({
  prompt: "Refund invoice i-1.",
  options: { hooks, abortController, mcpServers },
})) {
  if (message.type === "result" && message.subtype === "success") console.log(message.result);
}
await point.close();
