import { agent } from "@llamaindex/workflow";
import { connect } from "gatehouse";
import { guardTools } from "gatehouse/llamaindex";
import { llm, tools } from "./your-agent.ts";

const point = await connect({
  url: "GATEWAY_URL",
  kind: "sdk",
  agent: "AGENT_ID",
  enrolToken: "TOKEN", // the first time only
  stateDir: ".gatehouse-point",
});
const governing = { agent: "AGENT_ID", server: "SERVER" };

const support = agent({ llm, tools: guardTools(point, governing, tools) });
const { data } = await support.run("Refund invoice i-1.");
console.log(data.result);
await point.close();
