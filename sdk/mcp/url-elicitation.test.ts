import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../canonical.ts";
import { definition, McpHarness, pinnedContent } from "../testing/mcp-harness.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway, testPoint } from "../testing/test-point.ts";

const legacy = {
  protocolVersion: "2025-11-25",
  capabilities: { elicitation: { url: {} } },
  clientInfo: { name: "c", version: "1" },
};
const modern = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": { elicitation: { url: {} } },
};

async function legacyHarness(): Promise<McpHarness> {
  const harness = await McpHarness.start();
  harness.client({ id: "init", method: "initialize", params: legacy });
  harness.server({
    id: "init",
    result: { protocolVersion: "2025-11-25", capabilities: { tools: {} }, serverInfo: { name: "s" } },
  });
  await harness.answer("init");
  return harness;
}

const noticesOf = (harness: McpHarness) =>
  harness.toClient.filter(({ method }) => method === "notifications/elicitation/complete");

describe("a client of a session that can open addresses", () => {
  test("is sent to the page of the request, is told of the decision, and its retry runs the call once", async () => {
    const harness = await legacyHarness();
    harness.call(1, "write");
    const id = await harness.gateway.held();
    const { error } = await harness.answer(1);
    expect(error).toMatchObject({
      code: -32042,
      data: { elicitations: [{ mode: "url", elicitationId: id, url: `http://console/checkpoints/${id}` }] },
    });
    harness.gateway.approve(id);
    await vi.waitFor(() => expect(noticesOf(harness)).toMatchObject([{ params: { elicitationId: id } }]));
    expect(harness.forwardedCalls).toEqual([]);
    harness.call(2, "write");
    await harness.forwarded(2);
    harness.server({ id: 2, result: { content: [] } });
    expect((await harness.answer(2)).result).toEqual({ content: [] });
    expect(harness.forwardedCalls).toHaveLength(1);
    expect(harness.gateway.records.redeemed).toHaveLength(1);

    harness.call(3, "write");
    await harness.gateway.held(1);
    expect((await harness.answer(3)).error).toMatchObject({ code: -32042 });
    expect(harness.forwardedCalls).toHaveLength(1);
  });

  test("may come back before the decision, and waits", async () => {
    const harness = await legacyHarness();
    harness.call(1, "write");
    const id = await harness.gateway.held();
    await harness.answer(1);
    harness.call(2, "write");
    harness.gateway.approve(id);
    await harness.forwarded(2);
    harness.server({ id: 2, result: {} });
    await harness.answer(2);
    expect(harness.gateway.records.holds).toHaveLength(1);
  });

  test("gets the reason of a refusal when it comes back", async () => {
    const harness = await legacyHarness();
    harness.call(1, "write");
    const id = await harness.gateway.held();
    await harness.answer(1);
    harness.gateway.deny(id, "not today");
    await vi.waitFor(() => expect(noticesOf(harness)).toHaveLength(1));
    harness.call(2, "write");
    expect((await harness.answer(2)).error).toMatchObject({ code: -32001, data: { code: "checkpoint_denied" } });
    expect(harness.forwardedCalls).toEqual([]);
  });

  test("does not get what was approved for other arguments", async () => {
    const harness = await legacyHarness();
    harness.call(1, "write");
    const id = await harness.gateway.held();
    await harness.answer(1);
    harness.gateway.approve(id);
    await vi.waitFor(() => expect(noticesOf(harness)).toHaveLength(1));
    harness.call(2, "write", { arguments: { path: "b" } });
    await harness.gateway.held(1);
    expect(harness.forwardedCalls).toEqual([]);
  });

  test("does not get what was approved once the agent is killed, or the tool has changed", async () => {
    for (const meanwhile of ["killed", "changed"]) {
      const harness = await legacyHarness();
      harness.call(1, "write");
      const id = await harness.gateway.held();
      await harness.answer(1);
      harness.gateway.approve(id);
      await vi.waitFor(() => expect(noticesOf(harness)).toHaveLength(1));
      if (meanwhile === "killed") {
        harness.gateway.order("agent-1", "killed");
        await harness.gateway.records.until("the outcome", () => harness.gateway.records.outcomes().length === 1);
      } else {
        harness.tools = [definition("write", "changed")];
        harness.server({ method: "notifications/tools/list_changed" });
      }
      harness.call(2, "write");
      expect((await harness.answer(2)).error).toMatchObject({ code: -32001 });
      expect(harness.forwardedCalls).toEqual([]);
    }
  });
});

describe("a client without a session that can open addresses", () => {
  const call = (harness: McpHarness, id: number, more: JsonObject = {}) =>
    harness.call(id, "write", { _meta: modern, ...more });

  test("is asked for it, comes back with the state, and the call runs once", async () => {
    const harness = await McpHarness.start(pinnedContent());
    call(harness, 1);
    const id = await harness.gateway.held();
    const { result } = await harness.answer(1);
    expect(result).toMatchObject({
      resultType: "input_required",
      inputRequests: {
        gatehouse: { method: "elicitation/create", params: { mode: "url", url: `http://console/checkpoints/${id}` } },
      },
      requestState: expect.any(String),
    });
    const requestState = String(result?.requestState);
    harness.gateway.approve(id);
    call(harness, 2, { requestState, inputResponses: { gatehouse: { action: "accept" } } });
    const { params } = await harness.forwarded(2);
    expect(params).not.toHaveProperty("requestState");
    expect(params).not.toHaveProperty("inputResponses");
    harness.server({ id: 2, result: { resultType: "complete", content: [] } });
    await harness.answer(2);
    call(harness, 3, { requestState });
    expect((await harness.answer(3)).error).toMatchObject({ code: -32001, data: { code: "grant_refused" } });
    expect(harness.forwardedCalls).toHaveLength(1);
  });

  test("cannot use the state for other arguments, and may decline", async () => {
    const harness = await McpHarness.start(pinnedContent());
    call(harness, 1);
    const id = await harness.gateway.held();
    const requestState = String((await harness.answer(1)).result?.requestState);
    call(harness, 2, { requestState, arguments: { path: "b" } });
    expect((await harness.answer(2)).error).toMatchObject({ code: -32602 });
    call(harness, 3, { requestState, inputResponses: { gatehouse: { action: "decline" } } });
    expect((await harness.answer(3)).error).toMatchObject({ code: -32001, data: { code: "checkpoint_cancelled" } });
    harness.gateway.approve(id);
    expect(harness.forwardedCalls).toEqual([]);
  });

  test("answers what the server asks in the middle of an approved call, which stays one call", async () => {
    const harness = await McpHarness.start(pinnedContent());
    call(harness, 1);
    const id = await harness.gateway.held();
    const first = String((await harness.answer(1)).result?.requestState);
    harness.gateway.approve(id);
    call(harness, 2, { requestState: first, inputResponses: { gatehouse: { action: "accept" } } });
    await harness.forwarded(2);
    const inputRequests = { name: { method: "elicitation/create", params: { mode: "form", message: "Who?" } } };
    harness.server({ id: 2, result: { resultType: "input_required", inputRequests, requestState: "of the server" } });
    const second = await harness.answer(2);
    expect(second.result).toMatchObject({ inputRequests });
    const inputResponses = { name: { action: "accept", content: { name: "Ann" } } };
    call(harness, 3, { requestState: String(second.result?.requestState), inputResponses });
    const { params } = await harness.forwarded(3);
    expect(params).toMatchObject({ requestState: "of the server", inputResponses });
    harness.server({ id: 3, result: { content: [] } });
    await harness.answer(3);
    await harness.gateway.records.until("the outcome", () => harness.gateway.records.outcomes().length === 1);
    expect(harness.gateway.records.holds).toHaveLength(1);
  });
});

test("a client without a session goes on with its request after the proxy was started anew, and the call runs once", async () => {
  const gateway = await testGateway();
  gateway.publish(pinnedContent());
  const stateDir = temporaryDirectory();
  const first = await testPoint(gateway, { kind: "mcp-proxy", stateDir, enrolToken: gateway.enrolToken() });
  const before = McpHarness.before(gateway, first);
  before.call(1, "write", { _meta: modern });
  const id = await gateway.held();
  const requestState = String((await before.answer(1)).result?.requestState);
  await first.close();
  gateway.approve(id);

  const after = McpHarness.before(gateway, await testPoint(gateway, { kind: "mcp-proxy", stateDir }));
  const retry = { _meta: modern, requestState, inputResponses: { gatehouse: { action: "accept" } } };
  after.call(2, "write", retry);
  await after.answer(2);
  after.call(3, "write", retry);
  await after.forwarded(3);
  after.server({ id: 3, result: { content: [] } });
  expect((await after.answer(3)).result).toEqual({ content: [] });
  after.call(4, "write", retry);
  expect((await after.answer(4)).error).toMatchObject({ code: -32001, data: { code: "grant_refused" } });
  expect(gateway.records.holds).toHaveLength(1);
  expect(after.forwardedCalls).toHaveLength(1);
});

test("a client that cannot open addresses waits in place", async () => {
  const harness = await McpHarness.start();
  harness.call(1, "write", { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } });
  const id = await harness.gateway.held();
  harness.gateway.approve(id);
  await harness.forwarded(1);
});
