import http from "node:http";
import { beforeEach, describe, expect, test } from "vitest";
import type { FakeGateway } from "../testing/fake-gateway.ts";
import { listening, openContent, startServer } from "../testing/mcp-place.ts";
import { testGateway } from "../testing/test-point.ts";
import type { NamedServer } from "./upstream.ts";

const json = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "c", version: "1" } },
};
const modernMeta = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "c", version: "1" },
  "io.modelcontextprotocol/clientCapabilities": {},
};
const modern = { ...json, "mcp-protocol-version": "2026-07-28" };

let gateway: FakeGateway;
let servers: NamedServer[];

beforeEach(async () => {
  gateway = await testGateway();
  gateway.publish(openContent(["echo"]));
  const [command = "", ...args] = await startServer("modern", "stdio");
  servers = [{ name: "srv", spec: { kind: "command", command, args } }];
});

const post = (url: URL, body: unknown, headers: Record<string, string> = json): Promise<Response> =>
  fetch(url, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });

/** The status of a request whose Host says something else, which fetch does not send. */
function statusFor(url: URL, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { method: "POST", headers: { ...json, ...headers } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(initialize));
  });
}

describe("is refused", () => {
  test("a page of another origin, a name made to point here, and whoever has no token where one is asked for", async () => {
    const url = await listening(gateway, servers, { origins: new Set(["https://ide.example"]) });
    expect(await statusFor(url, { origin: "http://localhost:3000" })).toBe(403);
    expect(await statusFor(url, { host: "rebound.example" })).toBe(403);
    expect(await statusFor(url, { origin: "https://ide.example" })).toBe(200);
    const guarded = await listening(gateway, servers, { token: "s3cret" });
    expect(await statusFor(guarded, {})).toBe(401);
    expect(await statusFor(guarded, { authorization: "Bearer wrong" })).toBe(401);
    expect(await statusFor(guarded, { authorization: "Bearer s3cret" })).toBe(200);
  });

  test("what is not a message, with the status that fits", async () => {
    const url = await listening(gateway, servers);
    const statuses = [
      await post(url, initialize, { ...json, "content-type": "text/plain" }),
      await post(url, "{"),
      await post(url, [initialize]),
      await post(url, "x".repeat(9 * 1024 * 1024)),
      await post(url, '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'),
      await post(url, '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { ...json, "mcp-session-id": "unknown" }),
      await post(url, initialize, { ...json, "mcp-protocol-version": "1999-01-01" }),
      await fetch(url, { method: "PUT" }),
      await fetch(url, { headers: { accept: "text/event-stream" } }),
      await fetch(new URL("/other", url)),
    ].map(({ status }) => status);
    expect(statuses).toEqual([415, 400, 400, 413, 400, 404, 400, 405, 405, 404]);
  });

  test("a request whose headers say something else than its body, or that does not name its revision", async () => {
    const url = await listening(gateway, servers);
    const call = {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "echo", arguments: { words: "x" }, _meta: modernMeta },
    };
    const said = async (headers: Record<string, string>, body: unknown = call) => {
      const answer = await post(url, body, { ...modern, ...headers });
      return [answer.status, JSON.parse(await answer.text()).error?.code];
    };
    expect(await said({ "mcp-method": "tools/list", "mcp-name": "echo" })).toEqual([400, -32020]);
    expect(await said({ "mcp-method": "tools/call", "mcp-name": "count" })).toEqual([400, -32020]);
    expect(await said({ "mcp-method": "tools/call" })).toEqual([400, -32020]);
    expect(await said({ "mcp-method": "tools/call", "mcp-name": "=?base64?ZWNobw==?=" })).toEqual([200, undefined]);
    expect(await said({}, { jsonrpc: "2.0", id: 1, method: "tools/list" })).toEqual([400, -32602]);
    const later = {
      ...call,
      params: { ...call.params, _meta: { ...modernMeta, "io.modelcontextprotocol/protocolVersion": "2030-01-01" } },
    };
    expect(
      await said({ "mcp-protocol-version": "2030-01-01", "mcp-method": "tools/call", "mcp-name": "echo" }, later),
    ).toEqual([400, -32022]);
  });

  test("a stream that is to be taken up again, and a second stream of a session", async () => {
    const url = await listening(gateway, servers);
    const met = await post(url, initialize);
    const session = { ...json, "mcp-session-id": met.headers.get("mcp-session-id") ?? "" };
    const stream = { headers: { ...session, accept: "text/event-stream" } };
    expect((await fetch(url, { headers: { ...stream.headers, "last-event-id": "7" } })).status).toBe(400);
    const first = await fetch(url, stream);
    expect(first.status).toBe(200);
    expect((await fetch(url, stream)).status).toBe(409);
    expect((await fetch(url, { method: "DELETE", headers: session })).status).toBe(200);
    expect((await post(url, { jsonrpc: "2.0", id: 2, method: "ping" }, session)).status).toBe(404);
    await first.body?.cancel();
  });
});

test("two clients without a session that use the same id each get their own answer, digit by digit", async () => {
  const url = await listening(gateway, servers);
  const headers = { ...modern, "mcp-method": "tools/call", "mcp-name": "echo" };
  const call = async (words: string) => {
    const params = { name: "echo", arguments: { words }, _meta: modernMeta };
    const answer = await post(url, { jsonrpc: "2.0", id: 1, method: "tools/call", params }, headers);
    return JSON.parse(await answer.text());
  };
  const answers = await Promise.all(["a", "b", "c"].map(call));
  expect(answers.map(({ id, result }) => [id, result.content[0].text])).toEqual([
    [1, "a"],
    [1, "b"],
    [1, "c"],
  ]);
});

test("a number that cannot be carried exactly is refused, and recorded, without a session too", async () => {
  const url = await listening(gateway, servers);
  const headers = { ...modern, "mcp-method": "tools/call", "mcp-name": "echo" };
  const meta = JSON.stringify(modernMeta);
  const body = `{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"echo","_meta":${meta},"arguments":{"words":9007199254740993}}}`;
  const answer = JSON.parse(await (await post(url, body, headers)).text());
  expect(answer).toMatchObject({ id: "x", error: { code: -32001, data: { code: "arguments_unrepresentable" } } });
});

test("hanging up cancels a request that stands alone, at the server too", async () => {
  gateway.publish(openContent(["slow"]));
  const url = await listening(gateway, servers);
  const headers = { ...modern, "mcp-method": "tools/call", "mcp-name": "slow" };
  const control = new AbortController();
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: { name: "slow", arguments: {}, _meta: { ...modernMeta, progressToken: "p" } },
  });
  const answer = await fetch(url, { method: "POST", headers, body, signal: control.signal });
  const { value } = (await answer.body?.getReader().read()) ?? {};
  expect(new TextDecoder().decode(value)).toContain('"progressToken":"p"');
  control.abort();
  await gateway.records.until("the outcome", () => gateway.records.outcomes().length === 1);
  expect(gateway.records.outcomes()).toMatchObject([{ outcome: "unknown" }]);
});
