/** The reference servers through all that they can do, with the client packages of both generations, by both transports. */
import { realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import type * as later from "@modelcontextprotocol/client";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, test, vi } from "vitest";
import { bundleContent, bundleTool } from "../testing/bundle-fixture.ts";
import { legacyClient, listening, mcpPlace, modernClient, type Over, openContent } from "../testing/mcp-place.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway } from "../testing/test-point.ts";
import type { NamedServer } from "./upstream.ts";

vi.setConfig({ testTimeout: 60_000 });

const modules = path.resolve(import.meta.dirname, "../../node_modules/@modelcontextprotocol");
const capabilities = { sampling: {}, roots: { listChanged: true }, elicitation: { form: {}, url: {} } };
const EVERYTHING = [
  "echo",
  "get-annotated-message",
  "get-resource-links",
  "get-resource-reference",
  "get-roots-list",
  "get-structured-content",
  "get-sum",
  "get-tiny-image",
  "gzip-file-as-resource",
  "toggle-simulated-logging",
  "toggle-subscriber-updates",
  "trigger-elicitation-request",
  "trigger-sampling-request",
];

/** What both clients are asked to do, in the words that both understand. */
async function walk(client: Client | later.Client): Promise<void> {
  const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });
  expect(await call("echo", { message: "hi" })).toMatchObject({ content: [{ text: "Echo: hi" }] });
  expect(await call("get-structured-content", { location: "New York" })).toHaveProperty("structuredContent");
  expect((await call("get-tiny-image")).content).toContainEqual(expect.objectContaining({ type: "image" }));
  expect((await call("get-resource-links", { count: 2 })).content).toContainEqual(
    expect.objectContaining({ type: "resource_link" }),
  );
  expect(await call("trigger-sampling-request", { prompt: "say", maxTokens: 5 })).toMatchObject({
    content: [{ text: expect.stringMatching(/sampled/) }],
  });
  expect(JSON.stringify(await call("trigger-elicitation-request"))).toMatch(/Ann/);
  expect(JSON.stringify(await call("get-roots-list"))).toMatch(/file:\/\/\/srv\/project/);
  const { prompts } = await client.listPrompts();
  expect(prompts.map(({ name }) => name)).toContain("args-prompt");
  expect((await client.getPrompt({ name: "args-prompt", arguments: { city: "Bern" } })).messages).toHaveLength(1);
  const { resources } = await client.listResources();
  expect((await client.readResource({ uri: resources[0]?.uri ?? "" })).contents).toHaveLength(1);
  expect((await client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
  const ref = { type: "ref/prompt" as const, name: "completable-prompt" };
  const completed = await client.complete({ ref, argument: { name: "department", value: "E" } });
  expect(completed.completion.values).toContain("Engineering");
  await client.ping();
}

describe.each<[Over, Over]>([
  ["stdio", "stdio"],
  ["http", "http"],
])("server-everything, client by %s, server by %s", (front, back) => {
  test("the earlier client", async () => {
    const place = await mcpPlace(front, back, "everything", openContent(EVERYTHING));
    const client = await legacyClient(place, { capabilities });
    client.setRequestHandler(CreateMessageRequestSchema, () => ({
      model: "m",
      role: "assistant",
      content: { type: "text", text: "sampled" },
    }));
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: { name: "Ann" } }));
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: "file:///srv/project", name: "work" }] }));
    const logged = vi.fn();
    const updated = vi.fn();
    client.setNotificationHandler(LoggingMessageNotificationSchema, logged);
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, updated);
    await walk(client);
    await client.setLoggingLevel("debug");
    await client.subscribeResource({ uri: "demo://resource/dynamic/text/1" });
    await client.callTool({ name: "toggle-simulated-logging", arguments: {} });
    await client.callTool({ name: "toggle-subscriber-updates", arguments: {} });
    await vi.waitFor(() => expect(updated).toHaveBeenCalled(), { timeout: 15_000 });
    await vi.waitFor(() => expect(logged).toHaveBeenCalled(), { timeout: 15_000 });
  });

  test("the later client", async () => {
    const place = await mcpPlace(front, back, "everything", openContent(EVERYTHING));
    const client = await modernClient(place, { capabilities });
    client.setRequestHandler("sampling/createMessage", () => ({
      model: "m",
      role: "assistant",
      content: { type: "text", text: "sampled" },
    }));
    client.setRequestHandler("elicitation/create", () => ({ action: "accept", content: { name: "Ann" } }));
    client.setRequestHandler("roots/list", () => ({ roots: [{ uri: "file:///srv/project", name: "work" }] }));
    await walk(client);
  });
});

test("server-filesystem and server-memory, behind one proxy, with each client", async () => {
  const gateway = await testGateway();
  const directory = realpathSync(temporaryDirectory());
  writeFileSync(path.join(directory, "a.txt"), "content of a");
  const node = (name: string, ...args: string[]): NamedServer => ({
    name,
    spec: {
      kind: "command",
      command: process.execPath,
      args,
      env: { MEMORY_FILE_PATH: path.join(directory, "memory.jsonl") },
    },
  });
  const servers = [
    node("fs", path.join(modules, "server-filesystem/dist/index.js"), directory),
    node("mem", path.join(modules, "server-memory/dist/index.js")),
  ];
  const tools = [
    "fs/write_file",
    "fs/read_text_file",
    "fs/edit_file",
    "fs/list_directory",
    "fs/search_files",
    "mem/create_entities",
    "mem/search_nodes",
    "mem/delete_entities",
  ];
  gateway.publish(bundleContent({ tools: tools.map((tool) => bundleTool(tool)) }));
  const place = { gateway, reach: { url: await listening(gateway, servers) } };
  for (const client of [await legacyClient(place), await modernClient(place)]) {
    const call = async (name: string, args: Record<string, unknown>) =>
      JSON.stringify(await client.callTool({ name, arguments: args }));
    const file = path.join(directory, "b.txt");
    await call("fs__write_file", { path: file, content: "one" });
    await call("fs__edit_file", { path: file, edits: [{ oldText: "one", newText: "two" }] });
    expect(await call("fs__read_text_file", { path: file })).toContain("two");
    expect(await call("fs__list_directory", { path: directory })).toContain("a.txt");
    expect(await call("fs__search_files", { path: directory, pattern: "b*" })).toContain("b.txt");
    await call("mem__create_entities", {
      entities: [{ name: "Ann", entityType: "person", observations: ["likes tea"] }],
    });
    expect(await call("mem__search_nodes", { query: "tea" })).toContain("Ann");
    await call("mem__delete_entities", { entityNames: ["Ann"] });
    expect(await call("mem__search_nodes", { query: "tea" })).not.toContain("Ann");
    await expect(client.callTool({ name: "fs__move_file", arguments: {} })).rejects.toMatchObject({ code: -32001 });
  }
});
