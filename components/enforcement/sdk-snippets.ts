/**
 * The code that connects an agent of each framework, as docs/connect shows it and examples/ runs it. Words in capitals between
 * quotation marks are filled in.
 */
export type SdkKind = (typeof sdkKinds)[number];

export const sdkKinds = ["guard", "ai-sdk", "langchain", "openai-agents", "llamaindex", "claude-agent-sdk"] as const;

export const sdkSnippets: Record<SdkKind, string> = {
  guard: `import { connect, Denied, guard } from "gatehouse";
import { billing } from "./your-agent.ts";

const point = await connect({
  url: "GATEWAY_URL",
  kind: "sdk",
  agent: "AGENT_ID",
  enrolToken: "TOKEN", // the first time only
  stateDir: ".gatehouse-point",
});
const refund = guard(point, {
  agent: "AGENT_ID",
  tool: "SERVER/refund",
  fn: ({ invoice }: { invoice: string }) => billing.refund(invoice),
  reason: "It was paid twice.",
});

try {
  console.log(await refund({ invoice: "i-1" }));
} catch (error) {
  if (!(error instanceof Denied)) throw error;
  console.log(error.message);
}
await point.close();
`,
  "ai-sdk": `import { generateText, stepCountIs } from "ai";
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
`,
  langchain: `import { connect } from "gatehouse";
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
`,
  "openai-agents": `import { Agent, run } from "@openai/agents";
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
`,
  llamaindex: `import { agent } from "@llamaindex/workflow";
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
`,
  "claude-agent-sdk": `import { query } from "@anthropic-ai/claude-agent-sdk";
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
`,
};
