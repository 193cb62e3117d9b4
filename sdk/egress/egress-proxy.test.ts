import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { certificate } from "../testing/certificate.ts";
import { allowed, get, origin, proxyWith, recording, refusal, say } from "../testing/egress-place.ts";

test("what does not fit the profile is refused, recorded, and never decided about", async () => {
  const { port, seen } = await origin();
  const { governor, calls, refused } = recording();
  const rule = allowed(port, { methods: ["GET"], paths: ["/v1/", "/health"] });
  const socket = await proxyWith([rule], governor);
  const at = `api.internal:${port}`;
  for (const [asked, why] of [
    [get("other.internal"), /not in the profile/],
    [get("api.internal"), /no rule for requests to port 80/],
    [get(at, "/v2/x"), /this path/],
    [get(at, "/v1"), /this path/],
    [get(at, "/health/x"), /this path/],
    [`DELETE http://${at}/v1/x HTTP/1.1\r\nHost: ${at}\r\nConnection: close\r\n\r\n`, /DELETE/],
    [`CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`, /no rule for a tunnel/],
  ] as const) {
    const said = await say(socket, asked);
    expect(said).toMatch(/^HTTP\/1\.1 403 /);
    expect(said).toMatch(why);
  }
  expect(refused).toHaveLength(7);
  expect(calls).toEqual([]);
  expect(seen).toEqual([]);
});

test.each([
  ["a path without the host", () => "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"],
  ["no Host header", (at: string) => get(at, "/", "")],
  ["another Host header", (at: string) => get(at, "/", "Host: evil.example\r\n")],
  ["two Host headers", (at: string) => get(at, "/", `Host: ${at}\r\nHost: ${at}\r\n`)],
  ["a user name before the host", (at: string) => get(`x@${at}`)],
  ["a backslash in the address", (at: string) => get(`${at}\\@evil.example`)],
  ["a path that walks up", (at: string) => get(at, "/v1/../admin")],
  ["a path that walks up, encoded", (at: string) => get(at, "/v1/%2e%2e/admin")],
  ["a path with an encoded stroke", (at: string) => get(at, "/v1%2f..%2fadmin")],
  ["https in the address", (at: string) => `GET https://${at}/ HTTP/1.1\r\nHost: ${at}\r\nConnection: close\r\n\r\n`],
  [
    "two lengths",
    (at: string) => `POST http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx`,
  ],
  [
    "a length and chunks",
    (at: string) =>
      `POST http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  [
    "a broken chunk",
    (at: string) => `POST http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  ],
  ["a change of protocol", (at: string) => get(at, "/", `Host: ${at}\r\nUpgrade: websocket\r\n`)],
  ["huge headers", (at: string) => get(at, "/", `Host: ${at}\r\nX: ${"x".repeat(20_000)}\r\n`)],
  ["an expectation", (at: string) => get(at, "/", `Host: ${at}\r\nExpect: a-miracle\r\n`)],
  ["an unknown method", (at: string) => `TRACE http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nConnection: close\r\n\r\n`],
])("a request with %s is refused with a sentence and goes nowhere", async (_, ask) => {
  const { port, seen } = await origin();
  const { governor, calls } = recording();
  const socket = await proxyWith([allowed(port)], governor);
  expect(await say(socket, ask(`api.internal:${port}`))).toMatch(refusal);
  expect(calls).toEqual([]);
  expect(seen).toEqual([]);
});

test("a second request behind a refused one is not read", async () => {
  const { port, seen } = await origin();
  const { governor } = recording();
  const socket = await proxyWith([allowed(port)], governor);
  const at = `api.internal:${port}`;
  const hidden = `POST http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${get(at, "/hidden")}`;
  await say(socket, hidden);
  expect(seen).toEqual([]);
});

test("what policy denies goes nowhere", async () => {
  const { port, seen } = await origin();
  const { governor } = recording("Forbidden by no-network.");
  const socket = await proxyWith([allowed(port)], governor);
  expect(await say(socket, get(`api.internal:${port}`))).toMatch(/Forbidden by no-network/);
  expect(seen).toEqual([]);
});

test("a permitted request is sent as it was decided about, with the secret in place of the agent's own header", async () => {
  const { port, seen } = await origin();
  const { governor, calls } = recording();
  const secret = { name: "key", from: "KEY", header: "Authorization", prefix: "Bearer " };
  const socket = await proxyWith([allowed(port, { secret })], governor, { secrets: new Map([["KEY", "s3cret"]]) });
  const at = `api.internal:${port}`;
  const head = `POST http://${at}/v1/x?y=1 HTTP/1.1\r\nHost: ${at}\r\nAuthorization: mine\r\nProxy-Authorization: mine\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n`;
  const said = await say(socket, `${head}Content-Length: 5\r\n\r\nhello`);
  expect(said).toMatch(/^HTTP\/1\.1 200 /);
  expect(said).toContain("from the origin");
  expect(said).not.toContain("s3cret");
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ method: "POST", url: "/v1/x?y=1", body: "hello" });
  expect(seen[0]?.headers).toMatchObject({ host: at, authorization: "Bearer s3cret", "content-length": "5" });
  expect(seen[0]?.headers).not.toHaveProperty("proxy-authorization");
  expect(seen[0]?.headers).not.toHaveProperty("x-hop");
  expect(calls[0]).toMatchObject({
    method: "POST",
    args: {
      host: "api.internal",
      port,
      path: "/v1/x",
      query: "?y=1",
      bodyBytes: 5,
      bodyDigest: expect.stringMatching(/^sha256:/),
    },
  });
});

test("without the value of its secret a host is not asked", async () => {
  const { port, seen } = await origin();
  const secret = { name: "key", from: "KEY", header: "x-key" };
  const socket = await proxyWith([allowed(port, { secret })], recording().governor);
  expect(await say(socket, get(`api.internal:${port}`))).toMatch(
    /^HTTP\/1\.1 502 [\s\S]*not in the runner's environment/,
  );
  expect(seen).toEqual([]);
});

async function secureOrigin(name: string): Promise<number> {
  const server = https.createServer(certificate(name), (_, response) => void response.end("over TLS"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

test("a host whose certificate nobody trusts is not asked", async () => {
  const port = await secureOrigin("wrong.internal");
  const socket = await proxyWith([allowed(port, { as: "https" })], recording().governor);
  expect(await say(socket, get(`api.internal:${port}`))).toMatch(/^HTTP\/1\.1 502 [\s\S]*certificate/);
});

function tunnelled(socket: string, at: string, servername: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = net.connect(socket, () => client.write(`CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`));
    client.once("data", () => {
      const inner = tls.connect({ socket: client, servername, rejectUnauthorized: false }, () =>
        inner.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
      );
      let said = "";
      inner.on("data", (chunk) => {
        said += chunk.toString("latin1");
      });
      inner.on("close", () => resolve(said));
      inner.on("error", reject);
    });
    client.on("error", reject);
  });
}

test("a tunnel carries TLS with the host that it is for, and with no other", async () => {
  const port = await secureOrigin("api.internal");
  const { governor, calls } = recording();
  const socket = await proxyWith([allowed(port, { as: "tunnel" })], governor);
  const at = `api.internal:${port}`;
  expect(await tunnelled(socket, at, "api.internal")).toContain("over TLS");
  await expect(tunnelled(socket, at, "evil.example")).rejects.toThrow();
  expect(await say(socket, `CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n${get("x")}`)).not.toContain("over TLS");
  expect(calls.map(({ method }) => method)).toEqual(["CONNECT", "CONNECT", "CONNECT"]);
});
