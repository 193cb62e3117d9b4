import { generateText, stepCountIs } from "ai";
import { connect } from "gatehouse";
import { guardTools } from "gatehouse/ai-sdk";
import { model, tools } from "./your-agent.ts";

const point = await connect({
  url: "GATEWAY_URL",
  kind: "sdk",
  agent: "AGENT_ID",
  enrolToken: "TOKEN", // the first time only
  stateDir: ".gatehouse-point",
});
const governing = { agent: "AGENT_ID", server: "SERVER" };

const { text } = await generateText({
  model,
  tools: guardTools(point, governing, tools),
  stopWhen: stepCountIs(10),
  prompt: "Refund invoice i-1.",
});
console.log(text);
await point.close();
