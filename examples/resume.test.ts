/** What docs/connect shows of holds that survive a restart, run as it stands there. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { MemorySaver } from "@langchain/langgraph";
import { expect, test } from "vitest";
import { scriptedModel } from "./ai-sdk/scripted-model.ts";
import { ScriptedModel as LangChainModel } from "./langchain/scripted-model.ts";
import { ScriptedModel as OpenAiModel } from "./openai-agents/scripted-model.ts";
import { ground } from "./support/ground.ts";

const root = path.join(import.meta.dirname, "..");
const message = { role: "user" as const, content: "Refund it." };
const args = { invoice: "i-1" };

const kinds = ["ai-sdk", "langchain", "openai-agents"] as const;

test.each(kinds)("the second part of the page about %s is the code that is run here", (kind) => {
  const [, shown = ""] = readFileSync(path.join(root, "examples", kind, "resume.ts"), "utf8").split("  // shown\n");
  const block = shown.replaceAll(/^ {2}/gm, "");
  expect(block).toContain("point");
  expect(readFileSync(path.join(root, "docs/connect", `${kind}.md`), "utf8")).toContain(`\`\`\`ts\n${block}\`\`\`\n`);
});

/** The words in capitals are names here: the snippet is run without a change. */
const unfilled = async () => {
  const it = await ground("SERVER", "AGENT_ID");
  const released = it.gateway.held().then((id) => it.gateway.approve(id));
  return { ...it, released };
};

test("the AI SDK's conversation goes on when people have agreed", async () => {
  const { point, released } = await unfilled();
  const [{ resume }, { tools, done }] = [await import("./ai-sdk/resume.ts"), await import("./ai-sdk/your-agent.ts")];
  const model = scriptedModel([[{ id: "1", tool: "refund", input: args }], "Done."]);
  await resume({ point, model, tools, messages: [message] });
  await released;
  expect(done).toEqual(["refund i-1"]);
});

test("LangGraph's thread goes on when people have agreed", async () => {
  const { point, released } = await unfilled();
  const [{ resume }, { tools, done }] = [
    await import("./langchain/resume.ts"),
    await import("./langchain/your-agent.ts"),
  ];
  const model = new LangChainModel([[{ id: "1", name: "refund", args }], "Done."]);
  await resume({ point, model, tools, checkpointer: new MemorySaver(), input: { messages: [message] } });
  await released;
  expect(done).toEqual(["refund i-1"]);
});

test("the OpenAI Agents SDK's run goes on when people have agreed", async () => {
  const { point, released } = await unfilled();
  const [{ resume }, { tools, done }] = [
    await import("./openai-agents/resume.ts"),
    await import("./openai-agents/your-agent.ts"),
  ];
  const model = new OpenAiModel([[{ id: "1", name: "refund", args }], "Done."]);
  await resume({ point, model, tools });
  await released;
  expect(done).toEqual(["refund i-1"]);
});
