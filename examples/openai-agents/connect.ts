import { Agent, run } from "@openai/agents";
import { connect } from "gatehouse";
import { guardTools } from "gatehouse/openai-agents";
import { model, tools } from "./your-agent.ts";

const point = await connect({
  url: "GATEWAY_URL",
  kind: "sdk",
  agent: "AGENT_ID",
  enrolToken: "TOKEN", // the first time only
  stateDir: ".gatehouse-point",
});
const governing = { agent: "AGENT_ID", server: "SERVER" };

const agent = new Agent({ name: "Support", model, tools: guardTools(point, governing, tools) });
const { finalOutput } = await run(agent, "Refund invoice i-1.");
console.log(finalOutput);
await point.close();
