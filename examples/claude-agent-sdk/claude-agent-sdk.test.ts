import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gatehouseHooks } from "gatehouse/claude-agent-sdk";
import { expect, test, vi } from "vitest";
import { bundleAgent, bundleContent, bundlePolicy, bundleTool } from "../../sdk/testing/bundle-fixture.ts";
import { AGENT, ground, temporaryDirectory, withdrawn } from "../support/ground.ts";
import { messagesApi, type Turn } from "../support/messages-api.ts";
import { answer } from "./support-agent.ts";

const call = (name: string, id = `toolu_${name}`): Turn => [
  { id, name: `mcp__billing__${name}`, input: { invoice: "i-1" } },
];

async function setting(turns: Turn[]) {
  const stage = await ground();
  const api = await messagesApi(turns);
  const home = temporaryDirectory();
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    CLAUDE_CONFIG_DIR: home,
    ANTHROPIC_BASE_URL: api.url,
    ANTHROPIC_API_KEY: "none",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  };
  const options = { env, cwd: home, settingSources: [], model: "claude-sonnet-4-5" };
  return { ...stage, stage, api, home, agent: AGENT, options };
}

const shellNeedsPeople = () =>
  bundleContent({
    agents: [bundleAgent(AGENT)],
    tools: [bundleTool("claude-code/Bash", { operationClass: "code.execute" })],
    policies: [bundlePolicy("permit", null), bundlePolicy("forbid", "claude-code/Bash", "two-eyes")],
    rules: [{ id: "two-eyes", title: "Another pair of eyes", expiresInSeconds: 900 }],
  });

const resultOf = (result: object): unknown => ("result" in result ? result.result : result);

test("a permitted call runs, and its end is on record", async () => {
  const it = await setting([call("read_invoice"), "Done."]);
  expect(resultOf(await answer(it, "Go."))).toBe("Done.");
  expect(it.done).toEqual(["read_invoice i-1"]);
  await it.point.flush();
  expect(it.gateway.records.outcomes()).toMatchObject([{ outcome: "succeeded" }]);
});

test("a forbidden call is not run, the model reads why, and the session goes on", async () => {
  const it = await setting([call("delete_customer"), "I may not."]);
  expect(resultOf(await answer(it, "Go."))).toBe("I may not.");
  expect(it.api.asked.at(-1)).toContain("The call was not run.");
  expect(it.done).toEqual([]);
});

test("a tool of Claude Code itself that policy does not know is not run", async () => {
  const it = await setting([
    [{ id: "toolu_1", name: "Bash", input: { command: "touch made", description: "make" } }],
    "I may not.",
  ]);
  expect(resultOf(await answer(it, "Go."))).toBe("I may not.");
  expect(existsSync(path.join(it.home, "made"))).toBe(false);
  await it.point.flush();
  expect(it.gateway.records.calls()).toMatchObject([{ tool: "claude-code/Bash", code: "unknown_tool" }]);
});

test("a held call waits; approved it runs exactly once", async () => {
  const it = await setting([call("refund"), "Done."]);
  const running = answer(it, "Go.");
  it.gateway.approve(await it.gateway.held());
  expect(resultOf(await running)).toBe("Done.");
  expect(it.done).toEqual(["refund i-1"]);
});

test("a held call that a person denies is not run, and the model reads the person's reason", async () => {
  const it = await setting([call("refund"), "A person said no."]);
  const running = answer(it, "Go.");
  it.gateway.deny(await it.gateway.held(), "it was paid last week");
  await running;
  expect(it.api.asked.at(-1)).toContain("it was paid last week");
  expect(it.done).toEqual([]);
});

test("a call that waits too long is denied, before Claude Code would go on without the hook", async () => {
  const it = await setting([call("refund"), "Nobody decided."]);
  const running = answer(it, "Go.", { waitSeconds: 1 });
  const id = await it.gateway.held();
  expect(resultOf(await running)).toBe("Nobody decided.");
  await withdrawn(it.stage, id);
  expect(it.done).toEqual([]);
});

test("aborting the query withdraws what people are asked", async () => {
  const it = await setting([call("refund")]);
  const abortController = new AbortController();
  const ended = answer(it, "Go.", { abortController }).catch(() => undefined);
  const id = await it.gateway.held();
  await it.point.flush();
  abortController.abort();
  await ended;
  await withdrawn(it.stage, id);
  expect(it.done).toEqual([]);
});

test("an order to stop the agent ends what waits, and nothing is run", async () => {
  const it = await setting([call("refund"), "It was stopped."]);
  const running = answer(it, "Go.");
  await it.gateway.held();
  it.gateway.order(AGENT, "killed");
  expect(resultOf(await running)).toBe("It was stopped.");
  expect(it.api.asked.at(-1)).toContain("killed");
  expect(it.done).toEqual([]);
});

test("parallel calls are decided one by one", async () => {
  const it = await setting([
    [
      { id: "toolu_a", name: "mcp__billing__read_invoice", input: { invoice: "i-1" } },
      { id: "toolu_b", name: "mcp__billing__delete_customer", input: { invoice: "i-2" } },
      { id: "toolu_c", name: "mcp__billing__refund", input: { invoice: "i-3" } },
    ],
    "Done.",
  ]);
  const running = answer(it, "Go.");
  it.gateway.approve(await it.gateway.held());
  expect(resultOf(await running)).toBe("Done.");
  expect(it.done.toSorted()).toEqual(["read_invoice i-1", "refund i-3"]);
});

test("a deferred call of Claude Code's own tool ends the query, survives a restart, and runs exactly once", async () => {
  const turn: Turn = [{ id: "toolu_1", name: "Bash", input: { command: "echo once >> made", description: "make" } }];
  const it = await setting([turn, "Done."]);
  it.gateway.publish(shellNeedsPeople());
  await it.gateway.records.until("the policy", () =>
    it.gateway.records.acks.some((ack) => ack.kind === "bundle" && ack.revision === 2),
  );
  const first = await answer(it, "Go.", { hold: "defer" });
  expect(first).toMatchObject({ terminal_reason: "tool_deferred", deferred_tool_use: { id: "toolu_1" } });
  const id = await it.gateway.held();
  const point = await it.restart();
  it.gateway.approve(id);
  await point.decided(id);
  const again = { ...it, point };
  await answer(again, "Go on.", { hold: "defer", resume: first.session_id });
  await answer(again, "Go on.", { hold: "defer", resume: first.session_id });
  expect(readFileSync(path.join(it.home, "made"), "utf8")).toBe("once\n");
  expect(it.gateway.records.holds).toHaveLength(1);
});

test("several deferred calls of one answer: none is run", async () => {
  const it = await setting([
    [
      { id: "toolu_a", name: "mcp__billing__refund", input: { invoice: "i-1" } },
      { id: "toolu_b", name: "mcp__billing__refund", input: { invoice: "i-2" } },
    ],
  ]);
  await answer(it, "Go.", { hold: "defer" });
  expect(it.done).toEqual([]);
});

test("the hooks never throw: what cannot be decided is denied", async () => {
  const it = await ground();
  const { PreToolUse } = gatehouseHooks(it.point, { agent: AGENT });
  const hook = PreToolUse[0]?.hooks[0];
  const { signal } = new AbortController();
  const strange = [{}, { tool_name: 1 }, { tool_name: "Bash", tool_use_id: "t", session_id: "s", tool_input: 1n }];
  for (const input of strange) {
    const output = await hook?.({ hook_event_name: "PreToolUse", ...input }, undefined, { signal });
    expect(output?.hookSpecificOutput?.permissionDecision).toBe("deny");
  }
  vi.spyOn(it.point, "call").mockImplementation(() => {
    throw new Error("broken");
  });
  const use = { hook_event_name: "PreToolUse", tool_name: "Bash", tool_use_id: "t", session_id: "s", tool_input: {} };
  expect((await hook?.(use, undefined, { signal }))?.hookSpecificOutput?.permissionDecision).toBe("deny");
});
