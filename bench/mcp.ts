/**
 * What a proxy adds to a tool call on standard streams: the same client, the same server, the same call, directly and through
 * each proxy, in turns within one run. Ours decides by 200 policies, checks the tool's pin and records the call at a gateway.
 * The governance toolkit's package for Node has no MCP proxy to measure beside.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { buildSync } from "esbuild";
import { z } from "zod";
import { median, print, quantile } from "@/bench/support/figures";
import { digestOf } from "@/sdk/canonical";
import { bundleContent, bundlePolicy, bundleTool } from "@/sdk/testing/bundle-fixture";
import { JsonObject } from "@/sdk/wire/words";

const ROUNDS = 40;
const WARM_UP = 20;
const CALLS = 60;
const POLICIES = 200;

const root = path.resolve(import.meta.dirname, "..");
const peers = path.join(import.meta.dirname, "peers");
const echoServer = [process.execPath, path.join(peers, "echo-server.mjs")];

/** `gatehouse` as plain Node runs it, in a place from which its packages are found. */
function buildCli(outdir: string): string {
  buildSync({
    entryPoints: [path.join(root, "sdk/cli.ts")],
    outdir,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
  });
  return path.join(outdir, "cli.mjs");
}

async function opened(command: readonly string[]): Promise<Client> {
  const [program = "", ...args] = command;
  const client = new Client({ name: "bench", version: "1" });
  await client.connect(new StdioClientTransport({ command: program, args, stderr: "ignore" }));
  return client;
}

/** Microseconds of each of a round's calls. */
async function round(client: Client): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const started = process.hrtime.bigint();
    await client.callTool({ name: "echo", arguments: { words: `call ${call}` } });
    times.push(Number(process.hrtime.bigint() - started) / 1000);
  }
  return times;
}

async function approvedContent(client: Client) {
  const [tool] = (await client.listTools()).tools;
  const definition = JsonObject.parse(tool);
  const inputSchema = JsonObject.parse(definition.inputSchema);
  const others = Array.from({ length: POLICIES - 1 }, (_, place) => bundlePolicy("forbid", `other/tool-${place}`));
  return bundleContent({
    tools: [bundleTool("echo/echo", { pin: digestOf(definition), inputSchema })],
    policies: [bundlePolicy("permit", null), ...others],
  });
}

async function startGateway(): Promise<ChildProcess> {
  const gateway = fork(path.join(import.meta.dirname, "support/mcp-gateway-main.ts"));
  await once(gateway, "message");
  return gateway;
}

/** Where the point of the proxy enrols, once the gateway has the bundle. */
async function published(gateway: ChildProcess, content: object): Promise<{ url: string; token: string }> {
  const said = once(gateway, "message");
  gateway.send(content);
  const [place] = await said;
  return z.object({ url: z.string(), token: z.string() }).parse(place);
}

const folder = mkdtempSync(path.join(root, "sdk/node_modules/.cache-bench-"));
const gateway = await startGateway();
try {
  const direct = await opened(echoServer);
  const { url, token } = await published(gateway, await approvedContent(direct));
  const ours = [buildCli(folder), "mcp", "--agent", "agent-1", "--server", "echo", "--url", url];
  const own = ["--enroll", token, "--state", path.join(folder, "point")];
  const clients = {
    direct,
    gatehouse: await opened([process.execPath, ...ours, ...own, "--", ...echoServer]),
    civic: await opened([process.execPath, path.join(peers, "civic-proxy.mjs"), ...echoServer]),
    pipe: await opened([process.execPath, path.join(peers, "plain-pipe.mjs"), ...echoServer]),
  };
  const names = Object.keys(clients) as (keyof typeof clients)[];
  const times = { direct: [] as number[], gatehouse: [] as number[], civic: [] as number[], pipe: [] as number[] };
  for (let turn = 0; turn < WARM_UP + ROUNDS; turn += 1) {
    for (const name of names) {
      const took = await round(clients[name]);
      if (turn >= WARM_UP) times[name].push(...took);
    }
  }
  const base = median(times.direct);
  const added = (name: keyof typeof clients): number => median(times[name]) - base;
  const beside = "@civic/passthrough-mcp-server 0.12.1";
  print({ name: "mcp_direct_p50_us", value: base, unit: "us", against: "itself", yardstick: base });
  print({
    name: "mcp_added_p50_us",
    value: added("gatehouse"),
    unit: "us",
    against: beside,
    yardstick: added("civic"),
  });
  print({
    name: "mcp_added_p50_us_civic",
    value: added("civic"),
    unit: "us",
    against: "the call itself",
    yardstick: base,
  });
  print({
    name: "mcp_added_p50_us_pipe",
    value: added("pipe"),
    unit: "us",
    against: "the call itself",
    yardstick: base,
  });
  const p99 = (name: keyof typeof clients): number => quantile(times[name], 0.99);
  print({ name: "mcp_p99_us", value: p99("gatehouse"), unit: "us", against: beside, yardstick: p99("civic") });
  await Promise.all(Object.values(clients).map((client) => client.close()));
} finally {
  gateway.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
