/** A real framework in `gatehouse run`: what docs/isolation.md says of a boundary, seen from the agent's side of it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { buildSync } from "esbuild";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { digestOf } from "../../sdk/canonical.ts";
import { egressTools } from "../../sdk/egress/egress-tools.ts";
import { RUN_TOOL, runPin } from "../../sdk/sandbox/run-tool.ts";
import { bundleContent, bundlePolicy, bundleTool } from "../../sdk/testing/bundle-fixture.ts";
import { FakeGateway } from "../../sdk/testing/fake-gateway.ts";
import { runCli, startCli } from "../../sdk/testing/run-cli.ts";
import { agentPlace, sandboxing } from "../../sdk/testing/sandboxing.ts";
import { temporaryDirectory } from "../../sdk/testing/temporary-directory.ts";
import { JsonObject } from "../../sdk/wire/words.ts";

const filesServer = path.resolve(import.meta.dirname, "../../node_modules/.bin/mcp-server-filesystem");
let calls = 0;
const call = (name: string, args: object) => [{ id: `call-${calls++}`, name, args }];
const secretName = "HOST_KEY";
const [hostKey, mcpKey] = ["s3cret-of-the-host", "s3cret-of-the-mcp-proxy"];

let program: Buffer | Uint8Array;
beforeAll(() => {
  const js =
    'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);';
  const built = buildSync({
    entryPoints: [path.join(import.meta.dirname, "agent.ts")],
    ...{ bundle: true, platform: "node", format: "esm", banner: { js }, write: false, logLevel: "error" },
  });
  program = built.outputFiles[0]?.contents ?? Buffer.of();
});

async function host(): Promise<{ port: number; keys: unknown[] }> {
  const keys: unknown[] = [];
  const server = http.createServer((request, response) => {
    keys.push(request.headers["x-key"]);
    response.end("served");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, keys };
}

async function gatewayUp(): Promise<FakeGateway> {
  const gateway = await FakeGateway.start();
  onTestFinished(() => gateway.down());
  return gateway;
}

const boxTools = [
  bundleTool(RUN_TOOL, { operationClass: "code.execute", pin: runPin }),
  ...egressTools.map(({ name, definition }) => bundleTool(`egress/${name}`, { pin: digestOf(definition) })),
];

/** Approves what was reported, as a person would who forbids writing. */
function approve(gateway: FakeGateway): void {
  const ofServer = gateway.records.tools.filter(({ server }) => server === "fs").slice(-1);
  const seen = ofServer.flatMap(({ server, tools }) =>
    tools.map(({ name, definition }) => {
      const inputSchema = JsonObject.parse(definition.inputSchema);
      return bundleTool(`${server}/${name}`, { pin: digestOf(definition), inputSchema });
    }),
  );
  const policies = [bundlePolicy("permit", null), bundlePolicy("forbid", "fs/write_file")];
  gateway.publish(bundleContent({ tools: [...boxTools, ...seen], policies }));
}

const own = (gateway: FakeGateway): string[] => [
  ...["--agent", "agent-1", "--url", gateway.url, "--enroll", gateway.enrolToken()],
  ...["--state", path.join(temporaryDirectory(), "state")],
];

/** An MCP server with Gatehouse's proxy before it, outside of the sandbox; hands back the port of the proxy. */
async function governedServer(gateway: FakeGateway, directory: string): Promise<number> {
  const args = ["mcp", ...own(gateway), "--server", "fs", "--listen", "127.0.0.1:0", "--", filesServer, directory];
  const proxy = startCli(args, { GATEHOUSE_MCP_TOKEN: mcpKey });
  let said = "";
  return new Promise((resolve, reject) => {
    proxy.once("close", () => reject(new Error(said)));
    proxy.stderr.on("data", (bytes) => {
      said += bytes;
      const port = /connect to http:\/\/127\.0\.0\.1:(\d+)\/mcp/.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
  });
}

async function runAgent(gateway: FakeGateway, profile: object, script: unknown[], set: Record<string, string> = {}) {
  const file = path.join(agentPlace(), "agent.mjs");
  writeFileSync(file, program);
  const profileFile = path.join(temporaryDirectory(), "profile.json");
  const { read = [], ...rest } = profile as { read?: string[] };
  const variables = { ...set, SCRIPT: JSON.stringify([...script, "Done."]) };
  const whole = { format: 1, name: "support", ...rest, read: [...read, file], set: variables };
  writeFileSync(profileFile, JSON.stringify(whole));
  const args = ["run", ...own(gateway), "--profile", profileFile, "--", "node", file];
  const ended = await runCli(args, { [secretName]: hostKey, MCP_KEY: mcpKey });
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  expect(ended.stdout).not.toMatch(/s3cret/);
  const said = JSON.parse(ended.stdout) as { outputs: unknown[]; finalOutput: string };
  expect(said.finalOutput).toBe("Done.");
  return said.outputs.map((output) => JSON.stringify(output));
}

describe.skipIf(!sandboxing)(
  "an OpenAI Agents SDK agent in a sandbox (skipped where the machine cannot make one)",
  () => {
    test("reads and writes what it may and is refused the rest, reaches its host only through the proxy, and uses a secret that it cannot read", async () => {
      const gateway = await gatewayUp();
      approve(gateway);
      const { port, keys } = await host();
      const [knowledge, work, hidden] = [agentPlace(), agentPlace(), agentPlace()];
      writeFileSync(path.join(knowledge, "note"), "what it may know");
      writeFileSync(path.join(hidden, "note"), "what it may not know");
      const secret = { name: "host key", from: secretName, header: "x-key" };
      const egress = [{ host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"], paths: ["/v1/"], secret }];
      const url = `http://127.0.0.1:${port}/v1/x`;
      const outputs = await runAgent(gateway, { read: [knowledge], write: [work], egress }, [
        call("read_here", { at: path.join(knowledge, "note") }),
        call("read_here", { at: path.join(hidden, "note") }),
        call("write_here", { at: path.join(work, "out") }),
        call("write_here", { at: path.join(knowledge, "out") }),
        call("ask_host", { at: url }),
        call("ask_host", { at: `http://127.0.0.1:${port}/admin` }),
        call("ask_host", { at: "http://other.example/" }),
        call("ask_directly", { at: url }),
        call("environment", { at: "/proc/1/environ" }),
      ]);
      expect(outputs).toEqual([
        expect.stringContaining("what it may know"),
        expect.stringMatching(/failed: ENOENT/),
        expect.stringContaining("written"),
        expect.stringMatching(/failed: EROFS/),
        expect.stringContaining("200 served"),
        expect.stringMatching(/403 .*this path/),
        expect.stringMatching(/403 .*not in the profile/),
        expect.stringMatching(/failed: fetch failed/),
        expect.stringContaining("SCRIPT"),
      ]);
      expect(readFileSync(path.join(work, "out"), "utf8")).toBe("written by the agent\n");
      expect(keys).toEqual([hostKey]);
      const decided = gateway.records.calls().map(({ tool, effect }) => `${tool} ${effect}`);
      expect(decided).toEqual(["sandbox/run allow", "egress/get allow", "egress/get deny", "egress/get deny"]);
    });

    test("calls an MCP server through the fleet's proxy, which policy governs and whose token it cannot read", async () => {
      const gateway = await gatewayUp();
      gateway.publish(bundleContent({ tools: boxTools }));
      const files = temporaryDirectory();
      writeFileSync(path.join(files, "a.txt"), "content of a");
      const port = await governedServer(gateway, files);
      const token = { name: "mcp token", from: "MCP_KEY", header: "authorization", prefix: "Bearer " };
      const rule = { host: "127.0.0.1", port, as: "http", addresses: ["127.0.0.1"], paths: ["/mcp"], secret: token };
      const set = { MCP_URL: `http://127.0.0.1:${port}/mcp` };
      // The proxy reports what its server shows once a client has come; people approve it then.
      expect(await runAgent(gateway, { egress: [rule] }, [], set)).toEqual([]);
      await gateway.records.until("the server's tools", () =>
        gateway.records.tools.some(({ server }) => server === "fs"),
      );
      approve(gateway);
      const outputs = await runAgent(
        gateway,
        { egress: [rule] },
        [
          call("read_text_file", { path: path.join(files, "a.txt") }),
          call("write_file", { path: path.join(files, "b.txt"), content: "x" }),
        ],
        set,
      );
      expect(outputs).toEqual([
        expect.stringContaining("content of a"),
        expect.stringContaining("An error occurred while running the tool"),
      ]);
      expect(existsSync(path.join(files, "b.txt"))).toBe(false);
      const decided = gateway.records.calls().filter(({ tool }) => tool.startsWith("fs/"));
      expect(decided.map(({ tool, effect }) => `${tool} ${effect}`)).toEqual([
        "fs/read_text_file allow",
        "fs/write_file deny",
      ]);
    });
  },
);
