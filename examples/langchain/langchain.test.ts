import { Command, isInterrupted, MemorySaver } from "@langchain/langgraph";
import type { HeldInterrupt } from "gatehouse/langchain";
import { describe, expect, test } from "vitest";
import { AGENT, ground, withdrawn } from "../support/ground.ts";
import { ScriptedModel, type Turn } from "./scripted-model.ts";
import { resumableAgent, retryingAgent, type Setting, supportAgent, supportGraph } from "./support-agent.ts";

const call = (name: string, id = `${name}-1`): Turn => [{ id, name, args: { invoice: "i-1" } }];
const ask = { messages: [{ role: "user", content: "Go." }] };
const thread = { configurable: { thread_id: "thread-1" } };

async function setting(turns: Turn[]) {
  const stage = await ground();
  return { ...stage, stage, model: new ScriptedModel(turns), agent: AGENT };
}

const toolMessages = ({ model }: Pick<Setting, "model">): unknown[] =>
  model.seen.flatMap((message) => (message.type === "tool" ? [[message.name, message.text]] : []));

describe("a LangChain agent", () => {
  test("runs a permitted call", async () => {
    const it = await setting([call("read_invoice"), "Done."]);
    expect((await supportAgent(it).invoke(ask)).messages.at(-1)?.text).toBe("Done.");
    expect(it.done).toEqual(["read i-1"]);
  });

  test("reads why a forbidden call was not run, and goes on", async () => {
    const it = await setting([call("delete_customer"), "I may not."]);
    const { messages } = await supportAgent(it).invoke(ask);
    expect(messages.at(-1)?.text).toBe("I may not.");
    expect(messages.at(-2)).toMatchObject({ status: "error", tool_call_id: "delete_customer-1" });
    expect(messages.at(-2)?.text).toContain("The call was not run.");
    expect(it.done).toEqual([]);
  });

  test("ends with the refusal where that was asked for", async () => {
    const it = await setting([call("delete_customer")]);
    await expect(supportAgent(it, { onDenied: "throw" }).invoke(ask)).rejects.toThrow(
      /forbid-billing\/delete_customer/,
    );
    expect(it.done).toEqual([]);
  });

  test("waits for people, and runs an approved call exactly once", async () => {
    const it = await setting([call("refund"), "Done."]);
    const running = supportAgent(it).invoke(ask);
    it.gateway.approve(await it.gateway.held());
    expect((await running).messages.at(-1)?.text).toBe("Done.");
    expect(it.done).toEqual(["refund i-1"]);
  });

  test("reads the reason of the person who denied a held call", async () => {
    const it = await setting([call("refund"), "A person said no."]);
    const running = supportAgent(it).invoke(ask);
    it.gateway.deny(await it.gateway.held(), "it was paid last week");
    await running;
    expect(JSON.stringify(toolMessages(it))).toContain("it was paid last week");
    expect(it.done).toEqual([]);
  });

  test("withdraws what people are asked when the run is aborted", async () => {
    const it = await setting([call("refund")]);
    const cancel = new AbortController();
    const ended = expect(supportAgent(it).invoke(ask, { signal: cancel.signal })).rejects.toThrow();
    const id = await it.gateway.held();
    await it.point.flush();
    cancel.abort();
    await ended;
    await withdrawn(it.stage, id);
    expect(it.done).toEqual([]);
  });

  test("reads of a tool that failed, and of arguments that do not fit, and goes on as without the point", async () => {
    const it = await setting([
      call("read_invoice"),
      [{ id: "2", name: "read_invoice", args: { invoice: 7 } }],
      "Done.",
    ]);
    const broken = {
      push: () => {
        throw new Error("the ledger is closed");
      },
    };
    const { messages } = await supportAgent({ ...it, done: broken }).invoke(ask);
    expect(messages.at(-1)?.text).toBe("Done.");
    expect(JSON.stringify(toolMessages(it))).toContain("the ledger is closed");
    expect(JSON.stringify(toolMessages(it))).toContain("did not match expected schema");
    await it.point.flush();
    expect(it.gateway.records.outcomes()).toMatchObject([{ outcome: "failed" }, { outcome: "failed" }]);
  });

  test("decides each attempt of a retry outside of it", async () => {
    const it = await setting([call("read_invoice"), "Done."]);
    const failing = {
      push: (what: string) => {
        if (it.done.push(what) === 1) throw new Error("try again");
      },
    };
    await retryingAgent({ ...it, done: failing }).invoke(ask);
    expect(it.done).toEqual(["read i-1", "read i-1"]);
    await it.point.flush();
    expect(it.gateway.records.calls()).toHaveLength(2);
  });

  test("decides parallel calls one by one: a held one does not keep the others", async () => {
    const it = await setting([
      [
        { id: "a", name: "refund", args: { invoice: "i-1" } },
        { id: "b", name: "read_invoice", args: { invoice: "i-2" } },
        { id: "c", name: "delete_customer", args: { invoice: "i-3" } },
      ],
      "Done.",
    ]);
    const running = supportAgent(it).invoke(ask);
    const id = await it.gateway.held();
    await it.gateway.records.until("the read", () => it.gateway.records.outcomes().length > 0);
    expect(it.done).toEqual(["read i-2"]);
    it.gateway.approve(id);
    await running;
    expect(it.done).toEqual(["read i-2", "refund i-1"]);
  });
});

const kinds = [
  ["an agent", resumableAgent],
  ["a graph", supportGraph],
] as const;

describe.each(kinds)("a held call that interrupts %s", (_, make) => {
  /** The interrupt's value, by which whoever resumes knows what to wait for. */
  const heldBy = (result: unknown): HeldInterrupt => {
    if (!isInterrupted<HeldInterrupt>(result)) throw new Error("it was not interrupted");
    const value = result.__interrupt__[0]?.value;
    if (!value) throw new Error("the interrupt is empty");
    return value;
  };

  test("survives a restart, and runs exactly once", async () => {
    const it = await setting([call("refund"), "Done."]);
    const checkpointer = new MemorySaver();
    const held = heldBy(await make(it, checkpointer).invoke(ask, thread));
    expect(held).toMatchObject({ type: "gatehouse_hold", tool: "refund" });
    const point = await it.restart();
    it.gateway.approve(held.checkpointId);
    await point.decided(held.checkpointId);
    const resumed = make({ ...it, point }, checkpointer);
    const { messages } = await resumed.invoke(new Command({ resume: true }), thread);
    expect(messages.at(-1)?.text).toBe("Done.");
    expect(it.done).toEqual(["refund i-1"]);
    expect(it.gateway.records.holds).toHaveLength(1);
  });

  test("is not run when it is resumed before people have agreed, whatever the resumption says", async () => {
    const it = await setting([call("refund"), "A person said no."]);
    const agent = make(it, new MemorySaver());
    const held = heldBy(await agent.invoke(ask, thread));
    const again = heldBy(await agent.invoke(new Command({ resume: "approved" }), thread));
    expect(again.checkpointId).toBe(held.checkpointId);
    it.gateway.deny(held.checkpointId, "it was paid last week");
    await it.point.decided(held.checkpointId);
    await agent.invoke(new Command({ resume: true }), thread);
    expect(JSON.stringify(toolMessages(it))).toContain("it was paid last week");
    expect(it.done).toEqual([]);
  });
});

test("calls that ran beside an interrupted one are not run again when it is resumed", async () => {
  const it = await setting([
    [
      { id: "a", name: "read_invoice", args: { invoice: "i-1" } },
      { id: "b", name: "refund", args: { invoice: "i-2" } },
    ],
    "Done.",
  ]);
  const agent = resumableAgent(it, new MemorySaver());
  await agent.invoke(ask, thread);
  const id = await it.gateway.held();
  it.gateway.approve(id);
  await it.point.decided(id);
  await agent.invoke(new Command({ resume: true }), thread);
  expect(it.done).toEqual(["read i-1", "refund i-2"]);
});

test("a graph's tools run what is permitted and tell the model what is not", async () => {
  const it = await setting([
    [
      { id: "a", name: "read_invoice", args: { invoice: "i-1" } },
      { id: "b", name: "delete_customer", args: { invoice: "i-1" } },
    ],
    "Done.",
  ]);
  await supportGraph(it, new MemorySaver()).invoke(ask, thread);
  expect(toolMessages(it)).toEqual([
    ["read_invoice", "read i-1"],
    ["delete_customer", expect.stringContaining("forbid-billing/delete_customer")],
  ]);
  expect(it.done).toEqual(["read i-1"]);
});
