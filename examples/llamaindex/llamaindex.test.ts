import { agentToolCallResultEvent } from "@llamaindex/workflow";
import { expect, test } from "vitest";
import { AGENT, ground, withdrawn } from "../support/ground.ts";
import { ScriptedModel, type Turn } from "./scripted-model.ts";
import { type Setting, supportAgent } from "./support-agent.ts";

const call = (name: string, id = `${name}-1`): Turn => [{ id, name, input: { invoice: "i-1" } }];

async function setting(turns: Turn[]) {
  const stage = await ground();
  return { ...stage, stage, model: new ScriptedModel(turns), agent: AGENT };
}

const answer = async (it: Setting): Promise<unknown> => (await supportAgent(it).run("Go.")).data.result;

test("a permitted call runs", async () => {
  const it = await setting([call("read_invoice"), "Done."]);
  expect(await answer(it)).toBe("Done.");
  expect(it.done).toEqual(["read_invoice i-1"]);
});

test("a forbidden call is not run, the model reads why, and the run goes on", async () => {
  const it = await setting([call("delete_customer"), "I may not."]);
  expect(await answer(it)).toBe("I may not.");
  expect(JSON.stringify(it.model.seen)).toContain("The call was not run.");
  expect(it.done).toEqual([]);
});

test("a held call waits; approved it runs exactly once", async () => {
  const it = await setting([call("refund"), "Done."]);
  const running = answer(it);
  it.gateway.approve(await it.gateway.held());
  expect(await running).toBe("Done.");
  expect(it.done).toEqual(["refund i-1"]);
});

test("a held call that a person denies is not run, and the model reads the person's reason", async () => {
  const it = await setting([call("refund"), "A person said no."]);
  const running = answer(it);
  it.gateway.deny(await it.gateway.held(), "it was paid last week");
  await running;
  expect(JSON.stringify(it.model.seen)).toContain("it was paid last week");
  expect(it.done).toEqual([]);
});

test("the signal withdraws what people are asked", async () => {
  const it = await setting([call("refund"), "It was cancelled."]);
  const cancel = new AbortController();
  const running = supportAgent(it, cancel.signal).run("Go.");
  const id = await it.gateway.held();
  await it.point.flush();
  cancel.abort();
  await running;
  await withdrawn(it.stage, id);
  expect(it.done).toEqual([]);
});

test("several calls of one answer are decided one by one, and a stream shows each result", async () => {
  const it = await setting([
    [
      { id: "a", name: "read_invoice", input: { invoice: "i-1" } },
      { id: "b", name: "delete_customer", input: { invoice: "i-2" } },
      { id: "c", name: "refund", input: { invoice: "i-3" } },
    ],
    "Done.",
  ]);
  const results: unknown[] = [];
  const reading = (async () => {
    for await (const event of supportAgent(it).runStream("Go."))
      if (agentToolCallResultEvent.include(event)) results.push([event.data.toolName, event.data.toolOutput.isError]);
  })();
  it.gateway.approve(await it.gateway.held());
  await reading;
  expect(results).toEqual([
    ["read_invoice", false],
    ["delete_customer", true],
    ["refund", false],
  ]);
  expect(it.done).toEqual(["read_invoice i-1", "refund i-3"]);
});

test("two runs at once are decided each for itself", async () => {
  const it = await setting([]);
  const first = answer({ ...it, model: new ScriptedModel([call("refund"), "First."]) });
  const firstId = await it.gateway.held();
  const second = answer({ ...it, model: new ScriptedModel([call("refund"), "Second."]) });
  it.gateway.deny(await it.gateway.held(1), "once is enough");
  it.gateway.approve(firstId);
  expect(await Promise.all([first, second])).toEqual(["First.", "Second."]);
  expect(it.done).toEqual(["refund i-1"]);
});
