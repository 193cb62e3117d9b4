import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { HttpUpstream } from "./http-upstream.ts";
import type { Line } from "./line-reader.ts";

type Seen = { method: string | undefined; headers: http.IncomingHttpHeaders; body: string };
type Answer = (seen: Seen, response: http.ServerResponse) => void;

async function upstream(answer: Answer, headers: Record<string, string> = {}) {
  const seen: Seen[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const one = { method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() };
    seen.push(one);
    answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const lines: unknown[] = [];
  const line = (got: Line): void => void lines.push("text" in got ? JSON.parse(got.text) : got);
  const ended = vi.fn();
  const spec = { kind: "url" as const, url: new URL(`http://127.0.0.1:${port}/mcp`), headers };
  const client = new HttpUpstream(spec, { line, ended, inputSchemaOf: () => undefined });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  const send = (message: object): void => client.send(JSON.stringify({ jsonrpc: "2.0", ...message }));
  return { seen, lines, ended, send };
}

const call = { id: 1, method: "tools/call", params: { name: "t" } };
const stream = { "content-type": "text/event-stream" };

test("a stream that breaks off is taken up again after its last event, and the request is not sent again", async () => {
  const { seen, lines, send } = await upstream(({ method, headers }, response) => {
    response.writeHead(200, stream);
    if (method === "POST") {
      response.write("retry: 5\nid: e1\ndata:\n\n");
      setImmediate(() => response.destroy());
    } else {
      expect(headers["last-event-id"]).toBe("e1");
      response.end('id: e2\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n');
    }
  });
  send(call);
  await vi.waitFor(() => expect(lines).toEqual([{ jsonrpc: "2.0", id: 1, result: {} }]));
  expect(seen.map(({ method }) => method)).toEqual(["POST", "GET"]);
});

test("a stream that breaks off for good fails its request", async () => {
  const { lines, send } = await upstream((_, response) => {
    response.writeHead(200, stream);
    response.write(": nothing yet\n\n");
    setImmediate(() => response.destroy());
  });
  send(call);
  await vi.waitFor(() =>
    expect(lines).toMatchObject([{ id: 1, error: { code: -32000, message: expect.stringMatching(/ended before/) } }]),
  );
});

test("a redirect is not followed, so that a secret goes to nobody else", async () => {
  const headers = { authorization: "Bearer s3cret" };
  const { seen, lines, send } = await upstream(
    (_, response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
    headers,
  );
  send(call);
  await vi.waitFor(() => expect(lines).toMatchObject([{ id: 1, error: { message: expect.stringMatching(/307/) } }]));
  expect(seen[0]?.headers.authorization).toBe("Bearer s3cret");
});

test("an answer without end is dropped, and its request fails", async () => {
  const { lines, send } = await upstream((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.on("error", () => undefined);
    response.write("x".repeat(9 * 1024 * 1024));
  });
  send(call);
  await vi.waitFor(
    () => expect(lines).toMatchObject([{ id: 1, error: { message: expect.stringMatching(/longer than/) } }]),
    10_000,
  );
});

test("a session that the server has ended is over for everybody", async () => {
  const { lines, ended, send } = await upstream(({ body }, response) => {
    if (!body.includes("initialize")) response.writeHead(404).end();
    else {
      response.writeHead(200, { "content-type": "application/json", "mcp-session-id": "s" });
      response.end('{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25"}}');
    }
  });
  send({ id: 0, method: "initialize", params: {} });
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  send(call);
  await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1));
  expect(lines[1]).toMatchObject({ id: 1, error: { message: expect.stringMatching(/ended the session/) } });
});

test("a server that is not there is said to be, and the secret is not", async () => {
  const { lines, send } = await upstream((_, response) => response.writeHead(401).end(), { authorization: "s3cret" });
  send(call);
  await vi.waitFor(() =>
    expect(lines).toMatchObject([{ id: 1, error: { message: expect.stringMatching(/authorised/) } }]),
  );
  expect(JSON.stringify(lines)).not.toContain("s3cret");
});
