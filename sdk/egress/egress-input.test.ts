/** Hosts that can be read in more than one way, what does not end, and rules that change meanwhile. */
import net from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { silent } from "../pep/logger.ts";
import { EgressRule } from "../sandbox/profile.ts";
import { allowed, get, origin, proxyWith, recording, refusal, say } from "../testing/egress-place.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { EgressProxy } from "./egress-proxy.ts";
import { MOST_BODY } from "./read-request.ts";

test.each([
  ["in decimal", "2130706433"],
  ["in octal", "0177.0.0.1"],
  ["in hexadecimal", "0x7f.0.0.1"],
  ["with parts left out", "127.1"],
  ["in two scripts", "\u0430pi.internal"],
  ["as punycode", "xn--pi-7kc.internal"],
  ["with a dot at its end", "api.internal."],
  ["with a zone", "[fe80::1%25lo]"],
])("a host %s is refused, as a request and as a tunnel", async (_, host) => {
  const { port, seen } = await origin();
  const { governor, calls } = recording();
  const socket = await proxyWith([allowed(port), allowed(port, { as: "tunnel" })], governor);
  const at = `${host}:${port}`;
  expect(await say(socket, get(at))).toMatch(refusal);
  expect(await say(socket, `CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`)).toMatch(refusal);
  expect({ calls, seen }).toEqual({ calls: [], seen: [] });
});

test("an IPv4 address in the clothes of IPv6 is that address, and meets its rule or none", async () => {
  const { port, seen } = await origin();
  const { governor } = recording();
  const socket = await proxyWith([allowed(port)], governor);
  expect(await say(socket, get(`[::ffff:127.0.0.1]:${port}`))).toMatch(
    /^HTTP\/1\.1 403 [\s\S]*127\.0\.0\.1 is not in the profile/,
  );
  expect(await say(socket, get(`[::ffff:a9fe:a9fe]:${port}`))).toMatch(/^HTTP\/1\.1 403 [\s\S]*169\.254\.169\.254/);
  expect(seen).toEqual([]);
});

test("a body that does not come keeps nobody waiting: the request goes nowhere when the agent leaves, and no other waits for it", async () => {
  const { port, seen } = await origin();
  const { governor, calls } = recording();
  const socket = await proxyWith([allowed(port)], governor);
  const at = `api.internal:${port}`;
  const slow = net.connect(socket, () =>
    slow.write(`POST http://${at}/slow HTTP/1.1\r\nHost: ${at}\r\nContent-Length: 100\r\n\r\nbeginning`),
  );
  expect(await say(socket, get(at, "/quick"))).toMatch(/^HTTP\/1\.1 200 /);
  slow.destroy();
  expect(await say(socket, get(at, "/later"))).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen.map(({ url }) => url)).toEqual(["/quick", "/later"]);
  expect(calls).toHaveLength(2);
});

test.each([
  ["headers", (at: string) => `GET http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nX: `],
  ["a body", (at: string) => `POST http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nContent-Length: 100\r\n\r\nbeginning`],
])("%s that take too long end the connection, and nothing is asked", async (_, begun) => {
  const { port, seen } = await origin();
  const { governor, calls } = recording();
  const socket = await proxyWith([allowed(port)], governor, { within: { headersMs: 50, requestMs: 100 } });
  expect(await say(socket, begun(`api.internal:${port}`))).toMatch(
    /^HTTP\/1\.1 408 [\s\S]*did not come whole in time\./,
  );
  expect({ calls, seen }).toEqual({ calls: [], seen: [] });
});

test("a body that is too large is refused with the limit, and huge headers of a tunnel are too", async () => {
  const { port, seen } = await origin();
  const { governor, calls } = recording();
  const socket = await proxyWith([allowed(port), allowed(port, { as: "tunnel" })], governor);
  const at = `api.internal:${port}`;
  const size = MOST_BODY + 1;
  const head = `POST http://${at}/ HTTP/1.1\r\nHost: ${at}\r\nConnection: close\r\nContent-Length: ${size}\r\n\r\n`;
  expect(await say(socket, head + "x".repeat(size))).toMatch(/^HTTP\/1\.1 413 [\s\S]*larger than 8388608 bytes/);
  const huge = `CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\nX: ${"x".repeat(20_000)}\r\n\r\n`;
  expect(await say(socket, huge)).toMatch(/^HTTP\/1\.1 431 [\s\S]*larger than 16384 bytes/);
  expect({ calls, seen }).toEqual({ calls: [], seen: [] });
});

test("other rules hold for what is asked from then on, and end a tunnel that they do not let through", async () => {
  const { port, seen } = await origin();
  const { governor } = recording();
  const parsed = (rules: object[]) => rules.map((rule) => EgressRule.parse(rule));
  const rules = parsed([allowed(port), allowed(port, { as: "tunnel" })]);
  const proxy = new EgressProxy({
    rules,
    secrets: new Map(),
    governor,
    log: silent,
    resolve: async () => ["127.0.0.1"],
  });
  const socket = path.join(temporaryDirectory(), "egress.sock");
  await proxy.listen(socket);
  onTestFinished(() => proxy.close());
  const at = `api.internal:${port}`;
  expect(await say(socket, get(at))).toMatch(/^HTTP\/1\.1 200 /);
  const tunnel = net.connect(socket, () => tunnel.write(`CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`));
  await new Promise((resolve) => tunnel.once("data", resolve));
  const closed = new Promise((resolve) => tunnel.once("close", resolve));
  proxy.take(parsed([{ ...allowed(port), paths: ["/only"] }]), new Map());
  await closed;
  expect(await say(socket, get(at))).toMatch(/^HTTP\/1\.1 403 /);
  expect(await say(socket, get(at, "/only"))).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen).toHaveLength(2);
});

test("a kept connection that the host has closed costs the agent nothing", async () => {
  const { port, seen } = await origin({ keepAliveTimeout: 1 });
  const { governor } = recording();
  const socket = await proxyWith([allowed(port)], governor);
  const at = `api.internal:${port}`;
  for (const path_ of ["/1", "/2", "/3"]) expect(await say(socket, get(at, path_))).toMatch(/^HTTP\/1\.1 200 /);
  expect(seen.map(({ url }) => url)).toEqual(["/1", "/2", "/3"]);
});
