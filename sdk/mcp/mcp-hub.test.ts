/** Several real servers behind one proxy, with real clients of both revisions. */
import path from "node:path";
import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, test, vi } from "vitest";
import { bundleContent, bundlePolicy, bundleTool } from "../testing/bundle-fixture.ts";
import { legacyClient, listening, modernClient, startServer } from "../testing/mcp-place.ts";
import { testGateway } from "../testing/test-point.ts";
import type { NamedServer } from "./upstream.ts";

vi.setConfig({ testTimeout: 30_000 });

const modules = path.resolve(import.meta.dirname, "../../node_modules");
const command = (name: string, ...[program = "", ...args]: string[]): NamedServer => ({
  name,
  spec: { kind: "command", command: program, args },
});
const server = (name: string, file: string, ...args: string[]): NamedServer =>
  command(name, process.execPath, path.join(modules, file), ...args);
const everything = (name: string): NamedServer =>
  server(name, "@modelcontextprotocol/server-everything/dist/index.js", "stdio");
const memory = (name: string): NamedServer => server(name, "@modelcontextprotocol/server-memory/dist/index.js");
const dying: NamedServer = command(
  "dying",
  process.execPath,
  "-e",
  `require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, method } = JSON.parse(line);
    const say = (result) => console.log(JSON.stringify({ jsonrpc: "2.0", id, result }));
    if (method === "initialize") say({ protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "d", version: "1" } });
    if (method === "tools/list") say({ tools: [{ name: "die", inputSchema: { type: "object" } }] });
    if (method === "tools/call") process.exit(1);
  });`,
);

const content = (tools: string[]) =>
  bundleContent({
    tools: tools.map((tool) => bundleTool(tool)),
    policies: [bundlePolicy("permit", null), bundlePolicy("forbid", "mem/delete_entities")],
  });

test("tools and prompts go by server__name, resources by address, and one server's death is its own", async () => {
  const gateway = await testGateway();
  gateway.publish(content(["one/echo", "two/echo", "dying/die", "mem/read_graph", "mem/delete_entities"]));
  const url = await listening(gateway, [everything("one"), everything("two"), { ...memory("mem") }, dying]);
  const client = await legacyClient({ gateway, reach: { url } });
  const changed = vi.fn();
  client.setNotificationHandler(ToolListChangedNotificationSchema, changed);
  const names = async () => (await client.listTools()).tools.map(({ name }) => name).sort();
  expect(client.getServerVersion()).toMatchObject({ name: "gatehouse" });
  expect(await names()).toEqual(["dying__die", "mem__delete_entities", "mem__read_graph", "one__echo", "two__echo"]);
  const call = (name: string, args = {}) => client.callTool({ name, arguments: args });
  expect(await call("two__echo", { message: "b" })).toMatchObject({ content: [{ text: "Echo: b" }] });
  await expect(call("mem__delete_entities", { entityNames: [] })).rejects.toMatchObject({
    code: -32001,
    data: { code: "forbidden" },
  });
  await expect(call("three__echo")).rejects.toMatchObject({ code: -32602 });
  await gateway.records.until("both records", () => gateway.records.calls().length === 2);
  expect(gateway.records.calls().map(({ tool }) => tool)).toEqual(["two/echo", "mem/delete_entities"]);

  const { prompts } = await client.listPrompts();
  expect(prompts.map(({ name }) => name)).toEqual(expect.arrayContaining(["one__simple-prompt", "two__simple-prompt"]));
  expect((await client.getPrompt({ name: "two__simple-prompt" })).messages).toHaveLength(1);
  const { resources } = await client.listResources();
  const [first] = resources;
  expect((await client.readResource({ uri: first?.uri ?? "" })).contents).toHaveLength(1);
  expect((await client.readResource({ uri: "demo://resource/dynamic/text/1" })).contents).toHaveLength(1);
  await expect(client.readResource({ uri: "other://x" })).rejects.toMatchObject({ code: -32602 });

  await expect(call("dying__die")).rejects.toThrow(/ended/);
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  expect(await names()).toEqual(["mem__delete_entities", "mem__read_graph", "one__echo", "two__echo"]);
  expect(await call("one__echo", { message: "a" })).toMatchObject({ content: [{ text: "Echo: a" }] });
});

test("servers of the later revision are spoken to in it; beside one of the earlier, all are spoken to in the earlier", async () => {
  const gateway = await testGateway();
  gateway.publish(content(["a/echo", "a/ask", "b/echo", "old/echo"]));
  const [address = ""] = await startServer("modern", "http");
  const modern: NamedServer[] = [
    command("a", ...(await startServer("modern", "stdio"))),
    { name: "b", spec: { kind: "url", url: new URL(address), headers: {} } },
  ];
  const client = await modernClient({ gateway, reach: { url: await listening(gateway, modern) } });
  expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
  expect((await client.listTools()).tools.map(({ name }) => name).sort()).toEqual(["a__ask", "a__echo", "b__echo"]);
  expect(await client.callTool({ name: "b__echo", arguments: { words: "hi" } })).toMatchObject({
    content: [{ text: "hi" }],
  });

  const mixed = await modernClient({
    gateway,
    reach: { url: await listening(gateway, [...modern, everything("old")]) },
  });
  expect(mixed.getNegotiatedProtocolVersion()).toBe("2025-11-25");
  expect(await mixed.callTool({ name: "a__echo", arguments: { words: "hi" } })).toMatchObject({
    content: [{ text: "hi" }],
  });
  expect(await mixed.callTool({ name: "old__echo", arguments: { message: "x" } })).toMatchObject({
    content: [{ text: "Echo: x" }],
  });
});

test("news of tools of any server reaches a client without a session", async () => {
  const gateway = await testGateway();
  gateway.publish(content(["a/echo", "b/echo"]));
  const servers = [
    command("a", ...(await startServer("modern", "stdio"))),
    command("b", ...(await startServer("modern", "stdio"))),
  ];
  const client = await modernClient({ gateway, reach: { url: await listening(gateway, servers) } });
  const changed = vi.fn();
  client.setNotificationHandler("notifications/tools/list_changed", changed);
  await client.listTools();
  const subscription = await client.listen({ toolsListChanged: true });
  expect(subscription.honoredFilter).toMatchObject({ toolsListChanged: true });
  gateway.publish(content(["a/echo", "b/echo", "b/ask"]));
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain("b__ask");
});
