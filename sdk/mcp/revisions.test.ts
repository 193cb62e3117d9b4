/** The real client and server packages of both revisions, on every combination of transports, with the proxy between them. */
import { describe, expect, test, vi } from "vitest";
import { bundlePolicy } from "../testing/bundle-fixture.ts";
import { legacyClient, mcpPlace, modernClient, type Over, openContent } from "../testing/mcp-place.ts";

vi.setConfig({ testTimeout: 30_000 });

const PLACES: [Over, Over][] = [
  ["stdio", "stdio"],
  ["stdio", "http"],
  ["http", "stdio"],
  ["http", "http"],
];

describe.each(PLACES)("client by %s, server by %s", (front, back) => {
  test("in revision 2026-07-28: an allow, a deny, a hold, what the server asks, resources and prompts", async () => {
    const tools = ["echo", "routed", "count", "ask", "change"];
    const content = openContent(tools, {
      policies: [
        bundlePolicy("permit", null),
        bundlePolicy("forbid", "srv/change"),
        bundlePolicy("forbid", "srv/count", "two-eyes"),
      ],
    });
    const place = await mcpPlace(front, back, "modern", content);
    const client = await modernClient(place, { capabilities: { elicitation: { form: {}, url: {} } } });
    const asked = vi.fn();
    client.setRequestHandler("elicitation/create", async ({ params }) => {
      asked(params);
      return params.mode === "url" ? { action: "accept" } : { action: "accept", content: { name: "Ann" } };
    });
    expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    expect((await client.listTools()).tools.map(({ name }) => name).sort()).toEqual(tools.sort());
    const call = (name: string, args = {}) => client.callTool({ name, arguments: args });
    expect(await call("echo", { words: "hi" })).toMatchObject({ content: [{ text: "hi" }] });
    expect(await call("routed", { region: "ü" })).toMatchObject({ content: [{ text: "in ü" }] });
    await expect(call("slow")).rejects.toMatchObject({ code: -32001, data: { code: "unknown_tool" } });
    await expect(call("change")).rejects.toMatchObject({
      code: -32001,
      data: { code: "forbidden", policies: ["forbid-srv/change"] },
    });
    expect(await call("ask")).toMatchObject({ content: [{ text: "hello Ann" }] });

    const counted = call("count");
    const id = await place.gateway.held();
    await vi.waitFor(() =>
      expect(asked).toHaveBeenLastCalledWith(
        expect.objectContaining({ mode: "url", url: `http://console/checkpoints/${id}` }),
      ),
    );
    place.gateway.approve(id);
    expect(await counted).toMatchObject({ content: [{ text: "ran 1" }] });
    expect(place.gateway.records.redeemed).toHaveLength(1);

    expect((await client.readResource({ uri: "note:///one" })).contents).toMatchObject([{ text: "one" }]);
    expect(await client.getPrompt({ name: "greet", arguments: { name: "Bo" } })).toMatchObject({
      messages: [{ content: { text: "Greet Bo." } }],
    });
  });

  test("in revision 2025-11-25, with the client of that time and with the later one before a server of that time", async () => {
    const content = openContent(["echo", "get-sum", "trigger-long-running-operation"], {
      policies: [bundlePolicy("permit", null), bundlePolicy("forbid", "srv/get-sum", "two-eyes")],
    });
    const place = await mcpPlace(front, back, "everything", content);
    const client = await legacyClient(place);
    expect((await client.listTools()).tools.map(({ name }) => name).sort()).toEqual([
      "echo",
      "get-sum",
      "trigger-long-running-operation",
    ]);
    expect(await client.callTool({ name: "echo", arguments: { message: "hi" } })).toMatchObject({
      content: [{ text: "Echo: hi" }],
    });
    await expect(client.callTool({ name: "get-env", arguments: {} })).rejects.toMatchObject({ code: -32001 });
    const progress = vi.fn();
    await client.callTool({ name: "trigger-long-running-operation", arguments: { duration: 1, steps: 2 } }, undefined, {
      onprogress: progress,
    });
    expect(progress).toHaveBeenCalled();
    const held = client.callTool({ name: "get-sum", arguments: { a: 1, b: 2 } });
    place.gateway.approve(await place.gateway.held());
    expect(await held).toMatchObject({ content: [{ text: expect.stringMatching(/3/) }] });
    if (front === "stdio") await client.close();

    const later =
      front === "stdio"
        ? await modernClient(await mcpPlace(front, back, "everything", content))
        : await modernClient(place);
    expect(later.getNegotiatedProtocolVersion()).toBe("2025-11-25");
    expect(await later.callTool({ name: "echo", arguments: { message: "hi" } })).toMatchObject({
      content: [{ text: "Echo: hi" }],
    });
    await expect(later.callTool({ name: "get-env", arguments: {} })).rejects.toMatchObject({ code: -32001 });
  });
});
