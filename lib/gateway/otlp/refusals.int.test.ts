/** What the OTLP endpoints refuse, and how: status, encoding and our stable code. */
import { once } from "node:events";
import net from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { database } from "@/lib/db/client";
import { limitRate } from "@/lib/http/rate-limit";
import { createApiKey } from "@/lib/identity/create-api-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { can, KeyRole } from "@/lib/shared/permissions";
import { newSpanId, newTraceId, otlpSpan, toolSpan, tracesRequest } from "@/lib/telemetry/testing";
import { startGateway, type TestGateway } from "../testing";
import { messages } from "./schema";

await testDatabase();
let org: TestOrg;
let gateway: TestGateway;
let key: string;
beforeAll(async () => {
  org = await testOrg();
  key = (await createApiKey(org.ctx, { name: "exporter", role: "reporter" })).secret;
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

type Sent = { body?: BodyInit; type?: string; headers?: Record<string, string>; path?: string; bearer?: string | null };
const send = ({ body = "{}", type = "application/json", headers = {}, path = "/v1/traces", bearer = key }: Sent = {}) =>
  fetch(`${gateway.url}${path}`, {
    method: "POST",
    body,
    headers: { "content-type": type, ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
  });
const stored = (orgId = org.orgId) => database().reportedCall.count({ where: { orgId } });
const json = (value: unknown) => JSON.stringify(value);

/** A google.rpc.Status in JSON, with our code as its detail. */
const expectRefused = async (response: Response, status: number, reason: string) => {
  expect(response.status, await response.clone().text()).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toMatchObject({
    code: expect.any(Number),
    message: expect.stringMatching(/req_/),
    details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "gatehouse" }],
  });
};

describe("who may not report", () => {
  test("a stranger, an unknown key and a revoked one", async () => {
    await expectRefused(await send({ bearer: null }), 401, "unauthenticated");
    await expectRefused(await send({ bearer: "gh_live_made_up" }), 401, "unauthenticated");
    const gone = await createApiKey(org.ctx, { name: "gone", role: "reporter" });
    await database().apiKey.update({ where: { id: gone.id }, data: { revokedAt: new Date() } });
    await expectRefused(await send({ bearer: gone.secret }), 401, "unauthenticated");
  });

  test("a key of any role without the permission; and a reporter can do nothing else", async () => {
    const body = json(tracesRequest([toolSpan("mail/send")], { "service.name": "x" }));
    for (const role of KeyRole.options.filter((one) => !can([one], "telemetry:report"))) {
      const { secret } = await createApiKey(org.ctx, { name: `a ${role}`, role });
      await expectRefused(await send({ bearer: secret, body }), 403, "forbidden");
    }
    expect(await stored()).toBe(0);
    expect(can(["reporter"], "activity:read") || can(["reporter"], "agent:read")).toBe(false);
  });

  test("a call in the name of another organisation's agent is rejected, remembered, and tells nothing about it", async () => {
    const other = await testOrg();
    const theirs = await registerAgent(other.ctx, { name: "Theirs", purpose: "x" });
    for (const name of ["gatehouse.agent.id", "gen_ai.agent.id"]) {
      const response = await send({
        body: json(tracesRequest([toolSpan("t", { attributes: { [name]: theirs.id } })])),
      });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        partialSuccess: { rejectedSpans: "1", errorMessage: expect.stringContaining("not in this organisation") },
      });
    }
    expect([await stored(), await stored(other.orgId)]).toEqual([0, 0]);
    const entry = await database().auditEntry.findFirstOrThrow({
      where: { orgId: org.orgId, action: "access.refused", targetName: "exporter" },
    });
    expect(entry.leaf).toContain(theirs.id);
  });
});

describe("what is not taken", () => {
  test("another content type, an unknown encoding, another method", async () => {
    await expectRefused(await send({ type: "text/plain" }), 415, "unsupported_media_type");
    await expectRefused(await send({ headers: { "content-encoding": "br" } }), 415, "unsupported_media_type");
    const got = await fetch(`${gateway.url}/v1/traces`, { headers: { authorization: `Bearer ${key}` } });
    await expectRefused(got, 405, "method_not_allowed");
  });

  test("a body of 50 MB, stated or streamed", async () => {
    const large = Buffer.alloc(50 * 1024 * 1024, 0x20);
    await expectRefused(await send({ body: large }), 413, "payload_too_large");
    const { hostname, port } = new URL(gateway.url);
    const socket = net.connect(Number(port), hostname).on("error", () => {});
    socket.write(`POST /v1/traces HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`);
    socket.write("content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n");
    for (let sent = 0; sent < 12; sent++) socket.write(`100000\r\n${" ".repeat(1024 * 1024)}\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test("a gzip bomb, while it unpacks and not after", async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * 1024 * 1024));
    expect(bomb.byteLength).toBeLessThan(2 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    await expectRefused(await send({ body: bomb, headers: { "content-encoding": "gzip" } }), 413, "payload_too_large");
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  }, 60_000);

  test("a gzip that is cut, or is none", async () => {
    const whole = gzipSync(json(tracesRequest([toolSpan("t")])));
    for (const body of [whole.subarray(0, whole.length - 12), Buffer.from("not gzip")])
      await expectRefused(await send({ body, headers: { "content-encoding": "gzip" } }), 400, "malformed_body");
  });

  test("nesting of 10,000 levels, in both encodings", async () => {
    const levels = 10_000;
    const value = `${'{"arrayValue":{"values":['.repeat(levels)}{}${"]}}".repeat(levels)}`;
    const attribute = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"k","value":${value}}]}]}]}]}`;
    await expectRefused(await send({ body: attribute }), 400, "malformed_body");
    await expectRefused(
      await send({ body: `{"resourceSpans":${"[".repeat(levels)}${"]".repeat(levels)}}` }),
      400,
      "malformed_body",
    );

    let bytes = Buffer.from([0x0a, 0x01, 0x78]);
    const wrap = (tag: number, inner: Buffer) => Buffer.concat([Buffer.from([tag]), varint(inner.length), inner]);
    for (let level = 0; level < 10_000; level++) bytes = wrap(0x2a, wrap(0x0a, bytes));
    const body = wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x4a, wrap(0x12, bytes)))));
    const response = await send({ body, type: "application/x-protobuf" });
    expect(response.status).toBe(400);
    expect(statusOf(await response.arrayBuffer()).message).toContain("nested deeper");
  });

  test("protobuf that is none, in a Status of the same encoding", async () => {
    for (const body of [Buffer.from("garbage"), Buffer.alloc(64, 0xff), Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x0f])]) {
      const response = await send({ body, type: "application/x-protobuf" });
      expect(response.status).toBe(400);
      expect(response.headers.get("content-type")).toBe("application/x-protobuf");
      const status = statusOf(await response.arrayBuffer());
      expect(status.message).toMatch(/^Body not readable: /);
      expect(
        messages.errorInfo.toObject(messages.errorInfo.decode(status.details[0]?.value ?? Buffer.alloc(0))),
      ).toEqual({
        reason: "malformed_body",
        domain: "gatehouse",
      });
    }
  });

  test("millions of empty messages in a few megabytes", async () => {
    const spans = Buffer.alloc(2 * 1024 * 1024, Buffer.from([0x12, 0x00]));
    const wrap = (tag: number, inner: Buffer) => Buffer.concat([Buffer.from([tag]), varint(inner.length), inner]);
    const response = await send({ body: wrap(0x0a, wrap(0x12, spans)), type: "application/x-protobuf" });
    expect(response.status).toBe(413);
  });

  test("JSON that is none, names a member twice, or has another shape than OTLP", async () => {
    const wrong = [
      "{",
      "[]",
      '{"resourceSpans":1}',
      '{"resourceSpans":[1]}',
      '{"resourceSpans":[],"resourceSpans":[]}',
    ];
    for (const body of wrong) await expectRefused(await send({ body }), 400, "malformed_body");
    const spans = [otlpSpan({ startMs: Number.NaN })];
    await expectRefused(await send({ body: json(tracesRequest(spans)) }), 400, "malformed_body");
  });

  test("a sender that dawdles over its body keeps nobody waiting", async () => {
    const { hostname, port } = new URL(gateway.url);
    const slow = net.connect(Number(port), hostname);
    slow.write(
      `POST /v1/traces HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`,
    );
    expect((await send()).status).toBe(200);
    expect(slow.destroyed).toBe(false);
    slow.destroy();
    expect((await send()).status).toBe(200);
  });

  test("a key that sends too often is told when to come back", async () => {
    const { id, secret } = await createApiKey(org.ctx, { name: "eager", role: "reporter" });
    const later = performance.now() + 10_000;
    const exhaust = () => {
      for (;;) limitRate(id, later);
    };
    expect(exhaust).toThrow("Too many requests");
    const refused = await send({ bearer: secret });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await expectRefused(refused, 429, "rate_limited");
    expect((await send()).status).toBe(200);
  });
});

describe("what is accepted and not kept", () => {
  test("nothing at all, unknown members, and spans that are no tool calls", async () => {
    const before = await stored();
    for (const body of ["", "{}", '{"nobodyKnows":1}', json(tracesRequest([otlpSpan({ name: "GET /" })]))]) {
      const response = await send({ body });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({});
    }
    expect(await stored()).toBe(before);
  });

  test("a tool call without valid ids is rejected, and its neighbours are stored", async () => {
    const ids = { traceId: newTraceId(), spanId: newSpanId() };
    const spans = [toolSpan("a", { traceId: "0".repeat(32) }), toolSpan("b", { spanId: "xyz" }), toolSpan("c", ids)];
    const response = await send({ body: json(tracesRequest(spans, { "service.name": "neighbours" })) });
    expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: "2" } });
    const kept = await database().reportedCall.findMany({ where: { orgId: org.orgId, agentName: "neighbours" } });
    expect(kept).toMatchObject([{ ...ids, tool: "c" }]);
  });
});

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
};
const statusOf = (bytes: ArrayBuffer) =>
  messages.status.toObject(messages.status.decode(new Uint8Array(bytes))) as {
    code: number;
    message: string;
    details: { value: Uint8Array }[];
  };
