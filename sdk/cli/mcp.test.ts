import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { digestOf } from "../canonical.ts";
import { bundleContent, bundlePolicy, bundleTool } from "../testing/bundle-fixture.ts";
import type { FakeGateway } from "../testing/fake-gateway.ts";
import { cli, finished, runCli, startCli } from "../testing/run-cli.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { testGateway } from "../testing/test-point.ts";
import { JsonObject } from "../wire/words.ts";

const filesystemServer = path.resolve(import.meta.dirname, "../../node_modules/.bin/mcp-server-filesystem");

const changingServer = path.resolve(import.meta.dirname, "../testing/changing-server.mjs");

/** Approves what the points have reported, as a person would: with the definitions as they were seen. */
function approvedContent(gateway: FakeGateway) {
  const tools = gateway.records.tools.flatMap(({ server, tools: seen }) =>
    seen.map(({ name, definition }) => {
      const inputSchema = JsonObject.parse(definition.inputSchema);
      return bundleTool(`${server}/${name}`, { pin: digestOf(definition), operationClass: "data.write", inputSchema });
    }),
  );
  return bundleContent({
    tools,
    policies: [
      bundlePolicy("permit", null),
      bundlePolicy("forbid", "fs/write_file", "two-eyes"),
      bundlePolicy("forbid", "fs/move_file"),
    ],
    rules: [{ id: "two-eyes", title: "Another pair of eyes", expiresInSeconds: 900 }],
  });
}

async function stockClient(gateway: FakeGateway, server: string, command: string[]) {
  const args = [cli, "mcp", "--agent", "agent-1", "--server", server, "--url", gateway.url];
  const own = ["--enroll", gateway.enrolToken(), "--state", path.join(temporaryDirectory(), "state")];
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...args, ...own, "--", ...command],
    stderr: "ignore",
  });
  const client = new Client({ name: "stock", version: "1" });
  const toolsChanged = vi.fn();
  client.setNotificationHandler(ToolListChangedNotificationSchema, toolsChanged);
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, toolsChanged, pid: transport.pid };
}

test("a stock client before a real server: nothing unapproved, an allow, a deny, a hold that proceeds once, a kill", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent({ tools: [] }));
  const directory = realpathSync(temporaryDirectory());
  const file = path.join(directory, "a.txt");
  writeFileSync(file, "content of a");
  const { client, toolsChanged } = await stockClient(gateway, "fs", [filesystemServer, directory]);
  const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args });

  expect((await client.listTools()).tools).toEqual([]);
  await expect(call("read_text_file", { path: file })).rejects.toThrow(/not in the policy bundle/);
  await gateway.records.until("the report", () => gateway.records.tools.length > 0);

  gateway.publish(approvedContent(gateway));
  await vi.waitFor(() => expect(toolsChanged).toHaveBeenCalled(), { timeout: 5000 });
  expect((await client.listTools()).tools.map((tool) => tool.name)).toContain("write_file");

  expect(await call("read_text_file", { path: file })).toMatchObject({ content: [{ text: "content of a" }] });
  const move = call("move_file", { source: file, destination: `${file}.moved` });
  await expect(move).rejects.toMatchObject({
    code: -32001,
    message: expect.stringMatching(/Forbidden by/),
    data: { code: "forbidden" },
  });
  expect(existsSync(file)).toBe(true);

  const written = path.join(directory, "b.txt");
  const write = call("write_file", { path: written, content: "approved" });
  const id = await gateway.held();
  expect(existsSync(written)).toBe(false);
  gateway.approve(id);
  await write;
  expect(readFileSync(written, "utf8")).toBe("approved");
  expect(gateway.records.redeemed).toHaveLength(1);

  gateway.order("agent-1", "killed");
  await gateway.records.until("the confirmation", () => gateway.records.acks.some((ack) => ack.kind === "order"));
  await expect(call("read_text_file", { path: file })).rejects.toMatchObject({ data: { code: "agent_killed" } });

  await client.close();
  await gateway.records.until("all records", () => gateway.records.calls().length === 6);
  const story = gateway.records.calls().map(({ effect, code }) => `${effect} ${code}`);
  expect(story).toEqual([
    "deny unknown_tool",
    "allow permitted",
    "deny forbidden",
    "hold checkpoint_required",
    "allow permitted",
    "deny agent_killed",
  ]);
}, 30_000);

test("a tool that its server changes is not called again before it was approved again", async () => {
  const gateway = await testGateway();
  gateway.publish(bundleContent({ tools: [] }));
  const { client, toolsChanged } = await stockClient(gateway, "clock", [process.execPath, changingServer]);
  await gateway.records.until("the report", () => gateway.records.tools.length > 0);
  gateway.publish(approvedContent(gateway));
  await vi.waitFor(() => expect(toolsChanged).toHaveBeenCalled(), { timeout: 10_000 });
  const call = () => client.callTool({ name: "time", arguments: {} });
  expect(await call()).toMatchObject({ content: [{ text: "Tells the time." }] });
  await expect(call()).rejects.toMatchObject({ code: -32001, data: { code: "tool_pin_changed" } });
  expect((await client.listTools()).tools).toEqual([]);
  await gateway.records.until("the new definition", () => gateway.records.tools.length === 2);
}, 30_000);

describe("the process", () => {
  async function started(script: string, env = {}) {
    const gateway = await testGateway();
    gateway.publish(bundleContent());
    const state = path.join(temporaryDirectory(), "state");
    const own = ["mcp", "--agent", "agent-1", "--url", gateway.url, "--enroll", gateway.enrolToken(), "--state", state];
    return startCli([...own, "--", process.execPath, "-e", script], env);
  }

  test("ends with the server's exit code", async () => {
    expect(await finished(await started("process.exit(7)"))).toMatchObject({ code: 7, stdout: "" });
  });

  test("passes a signal on, and leaves no server behind", async () => {
    const child = await started(`process.stderr.write("pid " + process.pid + "\\n"); setInterval(() => {}, 1000)`);
    const done = finished(child);
    const pid = await new Promise<number>((resolve) => {
      child.stderr.on("data", (chunk) => {
        const found = /pid (\d+)/.exec(String(chunk));
        if (found) resolve(Number(found[1]));
      });
    });
    child.kill("SIGTERM");
    expect((await done).code).toBe(143);
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  test("lets the server end when the client has closed its input", async () => {
    const child = await started("process.stdin.resume().on('end', () => process.exit(3))");
    const done = finished(child);
    child.stdin.end();
    expect((await done).code).toBe(3);
  });

  test("keeps from the server what opens the gateway and the console", async () => {
    const show =
      "process.stderr.write('names ' + Object.keys(process.env).filter((name) => name.startsWith('GATEHOUSE')).join())";
    const done = await finished(await started(show, { GATEHOUSE_API_KEY: "k", GATEHOUSE_ENROL_TOKEN: "t" }));
    expect(done.stderr).toMatch(/names $/m);
  });

  test("says what to do when the server cannot be started, the agent is not named or the command is missing", async () => {
    const gateway = await testGateway();
    const own = ["mcp", "--agent", "a", "--url", gateway.url, "--state", path.join(temporaryDirectory(), "s")];
    const missing = await runCli([...own, "--enroll", gateway.enrolToken(), "--", "/no/such/server"]);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/could not be started/) });
    expect(await runCli(["mcp", "--", "x"])).toMatchObject({ code: 2, stderr: expect.stringMatching(/--agent ID/) });
    expect(await runCli(own)).toMatchObject({ code: 2, stderr: expect.stringMatching(/-- CMD ARGS/) });
    expect(await runCli([...own.slice(0, -1), path.join(temporaryDirectory(), "new"), "--", "x"])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not enrolled yet/),
    });
  }, 20_000);
}, 20_000);
