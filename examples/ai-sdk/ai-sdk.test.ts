import { stepCountIs, streamText, tool } from "ai";
import { guardTools } from "gatehouse/ai-sdk";
import { expect, test } from "vitest";
import { z } from "zod";
import { AGENT, ground, withdrawn } from "../support/ground.ts";
import { scriptedModel, type Turn, toolResults } from "./scripted-model.ts";
import { answer, converse, decided } from "./support-agent.ts";

const call = (tool: string, input: object, id = `${tool}-1`): Turn => [{ id, tool, input }];

async function setting(turns: Turn[]) {
  const stage = await ground();
  const model = scriptedModel(turns);
  return { ...stage, stage, model, agent: AGENT };
}

test("a permitted call runs, and the model sees its result", async () => {
  const it = await setting([call("read_invoice", { invoice: "i-1" }), "It is 40."]);
  expect((await answer(it, "How much?")).text).toBe("It is 40.");
  expect(it.done).toEqual(["read i-1"]);
});

test("a forbidden call is not run, the model reads why, and the run goes on", async () => {
  const it = await setting([call("delete_customer", { customer: "c-1" }), "I may not."]);
  const { text, steps } = await answer(it, "Delete me.");
  expect(text).toBe("I may not.");
  expect(steps[0]?.content.map(({ type }) => type)).toEqual(["tool-call", "tool-error"]);
  expect(JSON.stringify(toolResults(it.model))).toContain("forbid-billing/delete_customer");
  expect(it.done).toEqual([]);
});

test("a held call waits; approved it runs exactly once", async () => {
  const it = await setting([call("refund", { invoice: "i-1" }), "Done."]);
  const running = answer(it, "Refund it.");
  it.gateway.approve(await it.gateway.held());
  expect((await running).text).toBe("Done.");
  expect(it.done).toEqual(["refund i-1"]);
  expect(it.gateway.records.redeemed).toHaveLength(1);
});

test("a held call that a person denies is not run, and the model reads the person's reason", async () => {
  const it = await setting([call("refund", { invoice: "i-1" }), "A person said no."]);
  const running = answer(it, "Refund it.");
  it.gateway.deny(await it.gateway.held(), "it was paid last week");
  expect((await running).text).toBe("A person said no.");
  expect(JSON.stringify(toolResults(it.model))).toContain("it was paid last week");
  expect(it.done).toEqual([]);
});

test("aborting the run withdraws what people are asked, and nothing runs", async () => {
  const it = await setting([call("refund", { invoice: "i-1" })]);
  const cancel = new AbortController();
  const running = answer(it, "Refund it.", cancel.signal);
  const id = await it.gateway.held();
  const ended = expect(running).rejects.toThrow();
  await it.point.flush();
  cancel.abort();
  await ended;
  await withdrawn(it.stage, id);
  expect(it.done).toEqual([]);
});

test("parallel calls are decided one by one: a held one does not keep the others", async () => {
  const it = await setting([
    [
      { id: "a", tool: "refund", input: { invoice: "i-1" } },
      { id: "b", tool: "read_invoice", input: { invoice: "i-2" } },
      { id: "c", tool: "delete_customer", input: { customer: "c-1" } },
    ],
    "Done.",
  ]);
  const running = answer(it, "All of it.");
  const id = await it.gateway.held();
  await it.gateway.records.until("the read", () => it.gateway.records.outcomes().length > 0);
  expect(it.done).toEqual(["read i-2"]);
  it.gateway.approve(id);
  expect((await running).text).toBe("Done.");
  expect(it.done).toEqual(["read i-2", "refund i-1"]);
});

test("a stream goes on over an allow and a deny, and a tool's parts come through as it yields them", async () => {
  const it = await setting([
    [
      { id: "a", tool: "read_invoice", input: { invoice: "i-1" } },
      { id: "b", tool: "delete_customer", input: {} },
    ],
    "Done.",
  ]);
  const tools = guardTools(
    it.point,
    { agent: AGENT, server: "billing" },
    {
      read_invoice: tool({
        inputSchema: z.object({ invoice: z.string() }),
        async *execute({ invoice }) {
          yield `reading ${invoice}`;
          yield `read ${invoice}`;
        },
      }),
      delete_customer: tool({ inputSchema: z.object({}), execute: () => "deleted" }),
    },
  );
  const result = streamText({ model: it.model, tools, prompt: "go", stopWhen: stepCountIs(3) });
  const parts: unknown[] = [];
  for await (const part of result.fullStream) {
    if (part.type === "tool-result") parts.push([part.output, part.preliminary ?? false]);
    if (part.type === "tool-error") parts.push("refused");
  }
  expect(parts).toEqual(
    expect.arrayContaining([["reading i-1", true], ["read i-1", true], ["read i-1", false], "refused"]),
  );
  expect(await result.text).toBe("Done.");
});

test("a held call handed to the SDK survives a restart of the agent, and runs exactly once", async () => {
  const it = await setting([call("refund", { invoice: "i-1" }), "Done."]);
  const before = await converse(it, "conversation-1", [{ role: "user", content: "Refund it." }]);
  expect(before.content.map(({ type }) => type)).toContain("tool-approval-request");
  const id = await it.gateway.held();
  const stored = JSON.stringify(before);

  const point = await it.restart();
  it.gateway.approve(id);
  const again = { ...it, point };
  const messages = await decided(again, "conversation-1", JSON.parse(stored));
  expect((await converse(again, "conversation-1", messages)).text).toBe("Done.");
  expect(it.done).toEqual(["refund i-1"]);

  const repeated = { ...again, model: scriptedModel(["It was done already."]) };
  await converse(repeated, "conversation-1", messages);
  expect(it.done).toEqual(["refund i-1"]);
  expect(it.gateway.records.holds).toHaveLength(1);
});

test("a held call that was denied during the restart is told to the model with the reason", async () => {
  const it = await setting([call("refund", { invoice: "i-1" }), "A person said no."]);
  const before = await converse(it, "conversation-1", [{ role: "user", content: "Refund it." }]);
  it.gateway.deny(await it.gateway.held(), "it was paid last week");
  const again = { ...it, point: await it.restart() };
  const messages = await decided(again, "conversation-1", before);
  expect((await converse(again, "conversation-1", messages)).text).toBe("A person said no.");
  expect(JSON.stringify(toolResults(it.model))).toContain("it was paid last week");
  expect(it.done).toEqual([]);
});

test("an application that says yes by itself runs nothing", async () => {
  const it = await setting([call("refund", { invoice: "i-1" }), "Not yet."]);
  const before = await converse(it, "conversation-1", [{ role: "user", content: "Refund it." }]);
  const id = await it.gateway.held();
  const approvalId = before.content.flatMap((part) =>
    part.type === "tool-approval-request" ? [part.approvalId] : [],
  )[0];
  if (approvalId === undefined) throw new Error("nothing was asked");
  const running = converse(it, "conversation-1", [
    ...before.messages,
    { role: "tool", content: [{ type: "tool-approval-response", approvalId, approved: true }] },
  ]);
  it.gateway.deny(id, "nobody agreed");
  await running;
  expect(it.done).toEqual([]);
});
