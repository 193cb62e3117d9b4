import { connect } from "gatehouse";
import { wrapToolCall } from "gatehouse/langchain";
import { createAgent, createMiddleware } from "langchain";
import { model, tools } from "./your-agent.ts";

const point = await connect({
  url: "GATEWAY_URL",
  kind: "sdk",
  agent: "AGENT_ID",
  enrolToken: "TOKEN", // the first time only
  stateDir: ".gatehouse-point",
});
const gatehouse = createMiddleware({
  name: "Gatehouse",
  wrapToolCall: wrapToolCall(point, { agent: "AGENT_ID", server: "SERVER" }),
});

const agent = createAgent({ model, tools, middleware: [gatehouse] });
const { messages } = await agent.invoke({ messages: [{ role: "user", content: "Refund invoice i-1." }] });
console.log(messages.at(-1)?.text);
await point.close();
