import { RunState, run, setTracingDisabled } from "@openai/agents";
import { settleInterruptions } from "gatehouse/openai-agents";
import { expect, test } from "vitest";
import { AGENT, ground, withdrawn } from "../support/ground.ts";
import { ScriptedModel, type Turn } from "./scripted-model.ts";
import { supportAgent } from "./support-agent.ts";

setTracingDisabled(true);

const call = (name: string, id = `${name}-1`): Turn => [{ id, name, args: { invoice: "i-1" } }];
const governing = { agent: AGENT, server: "billing", conversation: "conversation-1" };

async function setting(turns: Turn[]) {
  const stage = await ground();
  return { ...stage, stage, model: new ScriptedModel(turns), agent: AGENT };
}

test("a permitted call runs", async () => {
  const it = await setting([call("read_invoice"), "Done."]);
  expect((await run(supportAgent(it), "Go.")).finalOutput).toBe("Done.");
  expect(it.done).toEqual(["read_invoice i-1"]);
});

test("a forbidden call is not run, the model reads why, and the run goes on", async () => {
  const it = await setting([call("delete_customer"), "I may not."]);
  expect((await run(supportAgent(it), "Go.")).finalOutput).toBe("I may not.");
  expect(JSON.stringify(it.model.seen)).toContain("The call was not run.");
  expect(it.done).toEqual([]);
});

test("a forbidden call fails the run where that was asked for", async () => {
  const it = await setting([call("delete_customer")]);
  await expect(run(supportAgent(it, { onDenied: "throw" }), "Go.")).rejects.toThrow(/forbid-billing\/delete_customer/);
  expect(it.done).toEqual([]);
});

test("a held call waits; approved it runs exactly once", async () => {
  const it = await setting([call("refund"), "Done."]);
  const running = run(supportAgent(it), "Go.");
  it.gateway.approve(await it.gateway.held());
  expect((await running).finalOutput).toBe("Done.");
  expect(it.done).toEqual(["refund i-1"]);
});

test("a held call that a person denies is not run, and the model reads the person's reason", async () => {
  const it = await setting([call("refund"), "A person said no."]);
  const running = run(supportAgent(it), "Go.");
  it.gateway.deny(await it.gateway.held(), "it was paid last week");
  await running;
  expect(JSON.stringify(it.model.seen)).toContain("it was paid last week");
  expect(it.done).toEqual([]);
});

test("aborting the run withdraws what people are asked", async () => {
  const it = await setting([call("refund")]);
  const cancel = new AbortController();
  const ended = expect(run(supportAgent(it), "Go.", { signal: cancel.signal })).rejects.toThrow();
  const id = await it.gateway.held();
  await it.point.flush();
  cancel.abort();
  await ended;
  await withdrawn(it.stage, id);
  expect(it.done).toEqual([]);
});

test("parallel calls are decided one by one: a held one does not keep the others", async () => {
  const it = await setting([
    [
      { id: "a", name: "refund", args: { invoice: "i-1" } },
      { id: "b", name: "read_invoice", args: { invoice: "i-2" } },
      { id: "c", name: "delete_customer", args: { invoice: "i-3" } },
    ],
    "Done.",
  ]);
  const running = run(supportAgent(it), "Go.");
  const id = await it.gateway.held();
  await it.gateway.records.until("the read", () => it.gateway.records.outcomes().length > 0);
  expect(it.done).toEqual(["read_invoice i-2"]);
  it.gateway.approve(id);
  await running;
  expect(it.done).toEqual(["read_invoice i-2", "refund i-1"]);
});

test("a stream goes on over an allow and a deny", async () => {
  const it = await setting([call("read_invoice"), call("delete_customer"), "Done."]);
  const result = await run(supportAgent(it), "Go.", { stream: true });
  const outputs: string[] = [];
  for await (const event of result) {
    if (event.type === "run_item_stream_event" && event.name === "tool_output")
      outputs.push(JSON.stringify(event.item));
  }
  expect(outputs).toEqual([expect.stringContaining("read_invoice i-1"), expect.stringContaining("not run")]);
  expect(result.finalOutput).toBe("Done.");
});

test("a held call interrupts the run, survives a restart with the stored state, and runs exactly once", async () => {
  const it = await setting([call("refund"), "Done."]);
  const first = await run(supportAgent(it, governing), "Go.");
  expect(first.interruptions).toHaveLength(1);
  const id = await it.gateway.held();
  const stored = first.state.toString();

  const point = await it.restart();
  it.gateway.approve(id);
  const agent = supportAgent({ ...it, point }, governing);
  const resume = async () => {
    const state = await RunState.fromString(agent, stored);
    await settleInterruptions(point, governing, state, state.getInterruptions());
    return run(agent, state);
  };
  expect((await resume()).finalOutput).toBe("Done.");
  expect(it.done).toEqual(["refund i-1"]);
  await resume();
  expect(it.done).toEqual(["refund i-1"]);
  expect(it.gateway.records.holds).toHaveLength(1);
});

test("an interruption that was denied during the restart is told to the model with the reason", async () => {
  const it = await setting([call("refund"), "A person said no."]);
  const { state } = await run(supportAgent(it, governing), "Go.");
  it.gateway.deny(await it.gateway.held(), "it was paid last week");
  await settleInterruptions(it.point, governing, state, state.getInterruptions());
  await run(supportAgent(it, governing), state);
  expect(JSON.stringify(it.model.seen)).toContain("it was paid last week");
  expect(it.done).toEqual([]);
});

test("an application that approves by itself runs nothing", async () => {
  const it = await setting([call("refund"), "Not yet."]);
  const { state } = await run(supportAgent(it, governing), "Go.");
  for (const item of state.getInterruptions()) state.approve(item);
  const running = run(supportAgent(it, governing), state);
  it.gateway.deny(await it.gateway.held(), "nobody agreed");
  await running;
  expect(it.done).toEqual([]);
});
