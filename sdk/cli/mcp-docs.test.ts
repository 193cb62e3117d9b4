/** The command lines of docs/connect, run as they stand there with the words in capitals filled in. */
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { digestOf } from "../canonical.ts";
import { bundleContent, bundlePolicy, bundleTool } from "../testing/bundle-fixture.ts";
import type { FakeGateway } from "../testing/fake-gateway.ts";
import { legacyClient, modernClient, openContent, startServer } from "../testing/mcp-place.ts";
import { cli, startCli } from "../testing/run-cli.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway } from "../testing/test-point.ts";
import { JsonObject } from "../wire/words.ts";
import { readServers } from "./mcp-servers.ts";

vi.setConfig({ testTimeout: 60_000 });

const root = path.resolve(import.meta.dirname, "../..");
const bin = path.join(root, "node_modules/.bin");

/** The blocks of a page, in order. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(path.join(root, "docs/connect", page), "utf8");
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, block = ""]) => block);
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(
    /\b(AGENT_ID|SERVER_URL|SERVER|GATEWAY_URL|TOKEN|DIRECTORY|SECRET|PORT)\b/g,
    (word) => values[word] ?? word,
  );
}

/** The packages that npx would fetch, as they are installed here. */
function installed(words: readonly string[]): string[] {
  return words
    .join("\0")
    .replaceAll("npx\0-y\0gatehouse", `${process.execPath}\0${cli}`)
    .replace(/npx\0-y\0@modelcontextprotocol\/server-/g, `${bin}/mcp-server-`)
    .split("\0");
}

const wordsOf = (line: string): string[] => {
  const [server] = readServers({
    servers: [`x=${line.trim()}`],
    upstream: undefined,
    headers: [],
    config: undefined,
    command: [],
  });
  return server?.spec.kind === "command" ? [server.spec.command, ...server.spec.args] : [];
};

function place(gateway: FakeGateway, directory = "") {
  return {
    AGENT_ID: "agent-1",
    SERVER: "files",
    GATEWAY_URL: gateway.url,
    TOKEN: gateway.enrolToken(),
    DIRECTORY: directory,
  };
}

const ownState = () => ({ GATEHOUSE_STATE_DIR: path.join(temporaryDirectory(), "state") });

async function connected(words: readonly string[], env: Record<string, string>): Promise<Client> {
  const [command = "", ...args] = installed(words);
  const client = new Client({ name: "docs", version: "1" });
  const environment = { ...env, PATH: process.env.PATH ?? "", ...ownState() };
  await client.connect(new StdioClientTransport({ command, args, env: environment, stderr: "ignore" }));
  onTestFinished(() => client.close());
  return client;
}

/** Approves what was reported: reading is allowed, moving denied, writing held. */
function approved(gateway: FakeGateway) {
  const tools = gateway.records.tools.flatMap(({ server, tools: seen }) =>
    seen.map(({ name, definition }) =>
      bundleTool(`${server}/${name}`, {
        pin: digestOf(definition),
        inputSchema: JsonObject.parse(definition.inputSchema),
      }),
    ),
  );
  const policies = [
    bundlePolicy("permit", null),
    bundlePolicy("forbid", "files/write_file", "two-eyes"),
    bundlePolicy("forbid", "files/move_file"),
  ];
  return bundleContent({
    tools,
    policies,
    rules: [{ id: "two-eyes", title: "Another pair of eyes", expiresInSeconds: 900 }],
  });
}

async function allowDenyHold(client: Client, gateway: FakeGateway, directory: string, prefix = ""): Promise<void> {
  const call = (name: string, args: Record<string, unknown>) =>
    client.callTool({ name: `${prefix}${name}`, arguments: args });
  await client.listTools();
  await gateway.records.until("the report", () => gateway.records.tools.some(({ server }) => server === "files"));
  gateway.publish(approved(gateway));
  await vi.waitFor(
    async () => expect((await client.listTools()).tools.map(({ name }) => name)).toContain(`${prefix}write_file`),
    { timeout: 10_000 },
  );
  const file = path.join(directory, "a.txt");
  writeFileSync(file, "content of a");
  expect(await call("read_text_file", { path: file })).toMatchObject({ content: [{ text: "content of a" }] });
  await expect(call("move_file", { source: file, destination: `${file}2` })).rejects.toMatchObject({ code: -32001 });
  const write = call("write_file", { path: file, content: "approved" });
  gateway.approve(await gateway.held());
  await write;
  expect(readFileSync(file, "utf8")).toBe("approved");
}

test("mcp-stdio: the command line and the file of a client", async () => {
  const [line = ""] = blocks("mcp-stdio.md", "sh");
  const [file = ""] = blocks("mcp-stdio.md", "json");
  const Servers = z.object({
    mcpServers: z.record(
      z.string(),
      z.object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string(), z.string()) }),
    ),
  });
  for (const way of ["line", "file"]) {
    const gateway = await testGateway();
    gateway.publish(bundleContent({ tools: [] }));
    const directory = realpathSync(temporaryDirectory());
    const values = place(gateway, directory);
    const { command, args, env } = Servers.parse(JSON.parse(filled(file, values))).mcpServers.files ?? {
      command: "",
      args: [],
      env: {},
    };
    const client =
      way === "line" ? await connected(wordsOf(filled(line, values)), {}) : await connected([command, ...args], env);
    await allowDenyHold(client, gateway, directory);
    await client.close();
  }
});

test("mcp-stdio: several servers", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent({ tools: [] }));
  const directory = realpathSync(temporaryDirectory());
  const words = wordsOf(filled(blocks("mcp-stdio.md", "sh")[1] ?? "", place(gateway, directory)));
  const local = words.map((word) => word.replace(/npx -y @modelcontextprotocol\/server-/, `${bin}/mcp-server-`));
  await allowDenyHold(await connected(local, {}), gateway, directory, "files__");
});

test("mcp-http: the address of a server and an address for clients, in both revisions", async () => {
  const gateway = await testGateway();
  const policies = [
    bundlePolicy("permit", null),
    bundlePolicy("forbid", "srv/change"),
    bundlePolicy("forbid", "srv/count", "two-eyes"),
  ];
  gateway.publish(openContent(["echo", "change", "count"], { policies }));
  const [upstream = ""] = await startServer("modern", "http");
  const values = { ...place(gateway), SERVER: "srv", SERVER_URL: upstream, SECRET: "s3cret", PORT: "0" };
  const [exported = "", line = ""] = filled(blocks("mcp-http.md", "sh")[0] ?? "", values).split("\n");
  const [, name = "", value = ""] = /^export (\w+)=(\S+)$/.exec(exported) ?? [];
  const [, , ...args] = installed(wordsOf(line));
  const child = startCli(args, { [name]: value, ...ownState() });
  const url = await new Promise<URL>((resolve) => {
    child.stderr.on("data", (chunk) => {
      const found = /connect to (\S+)/.exec(String(chunk));
      if (found?.[1]) resolve(new URL(found[1]));
    });
  });
  const reach = { gateway, reach: { url } };
  for (const [round, client] of [await legacyClient(reach), await modernClient(reach)].entries()) {
    const call = (tool: string, given = {}) => client.callTool({ name: tool, arguments: given });
    expect(await call("echo", { words: "hi" })).toMatchObject({ content: [{ text: "hi" }] });
    await expect(call("change")).rejects.toMatchObject({ code: -32001 });
    const counted = call("count");
    gateway.approve(await gateway.held(round));
    expect(await counted).toMatchObject({ content: [{ text: `ran ${round + 1}` }] });
  }
});
