/** The stock OpenTelemetry exporters against a gateway: what they report is in the explorer, with its agent. */
import { readFileSync } from "node:fs";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPLogExporter as JsonLogs } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtoLogs } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPTraceExporter as JsonTraces } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoTraces } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testDatabase } from "@/e2e/support/test-database";
import { getCall } from "@/lib/activity/get-call";
import { listCalls } from "@/lib/activity/list-calls";
import { database } from "@/lib/db/client";
import { createApiKey } from "@/lib/identity/create-api-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { registerTool } from "@/lib/inventory/register-tool";
import { sha256 } from "@/sdk/canonical";
import { startGateway, type TestGateway } from "../testing";

await testDatabase();
let org: TestOrg;
let gateway: TestGateway;
let agentId: string;
let headers: Record<string, string>;
beforeAll(async () => {
  org = await testOrg();
  agentId = (await registerAgent(org.ctx, { name: "Refund agent", purpose: "Refunds" })).id;
  await registerTool(org.ctx, { server: "bank", name: "pay", operationClass: "money.move" });
  const { secret } = await createApiKey(org.ctx, { name: "exporter", role: "reporter" });
  headers = { authorization: `Bearer ${secret}` };
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const calls = async (filters: Parameters<typeof listCalls>[1] = {}) =>
  (await listCalls(org.as("auditor"), { ...filters, source: "telemetry" })).items;

describe.each([
  ["protobuf", ProtoTraces, "none"],
  ["protobuf, compressed", ProtoTraces, "gzip"],
  ["JSON", JsonTraces, "none"],
  ["JSON, compressed", JsonTraces, "gzip"],
] as const)("the stock trace exporter in %s", (word, Exporter, compression) => {
  test("an execute_tool span is a call in the explorer, with its agent, its person and its trace", async () => {
    const exporter = new Exporter({ url: `${gateway.url}/v1/traces`, headers, compression: compression as never });
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ "service.name": "Refund agent" }),
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
    });
    const args = { to: "ACME", amount: 12, apiKey: `secret ${word}`, note: "line\u0000end" };
    const span = provider.getTracer("test").startSpan("execute_tool pay", {
      kind: SpanKind.INTERNAL,
      attributes: {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "pay",
        "gen_ai.tool.call.id": `call of ${word}`,
        "gen_ai.tool.call.arguments": JSON.stringify(args),
        "gen_ai.tool.call.result": '{"ok":true}',
        "enduser.id": "carol@example.test",
      },
    });
    span.end();
    await provider.forceFlush();
    await provider.shutdown();
    const { traceId } = span.spanContext();
    const [call] = (await calls()).filter((one) => one.traceId === traceId);
    expect(call).toMatchObject({
      source: "telemetry",
      mediation: "waiting",
      agentId,
      agentName: "Refund agent",
      tool: "bank/pay",
      onBehalfOf: "carol@example.test",
      effect: null,
      code: null,
      outcome: "succeeded",
      pepName: "exporter",
    });
    expect(call?.argumentsText).toContain("ACME");
    expect(call?.argumentsText).not.toContain(`secret ${word}`);
    expect(call?.durationMs).toBeGreaterThanOrEqual(0);
    expect(await getCall(org.as("auditor"), { id: call?.id ?? "" })).toMatchObject({ traceId });
    const row = await database().reportedCall.findFirstOrThrow({ where: { orgId: org.orgId, traceId } });
    expect(row).toMatchObject({ callId: `call of ${word}`, convention: "gen_ai", resultDigest: sha256('{"ok":true}') });
  });
});

test("a span that failed says so, and with which error", async () => {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "gatehouse.agent.id": agentId }),
    spanProcessors: [
      new SimpleSpanProcessor({ exporter: new ProtoTraces({ url: `${gateway.url}/v1/traces`, headers }) }),
    ],
  });
  const span = provider.getTracer("test").startSpan("tools/call pay", {
    kind: SpanKind.CLIENT,
    attributes: { "mcp.method.name": "tools/call", "gen_ai.tool.name": "pay", "error.type": "tool_error" },
  });
  span.setStatus({ code: SpanStatusCode.ERROR, message: "no such account" });
  span.end();
  await provider.forceFlush();
  await provider.shutdown();
  const [call] = (await calls()).filter((one) => one.traceId === span.spanContext().traceId);
  expect(call).toMatchObject({ agentId, tool: "bank/pay", outcome: "failed", error: "no such account" });
});

test.each([
  ["protobuf", ProtoLogs],
  ["JSON", JsonLogs],
] as const)("the stock log exporter in %s: Claude Code's tool_result is a call", async (word, Exporter) => {
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ "service.name": "claude-code", "gatehouse.agent.id": agentId }),
    processors: [new SimpleLogRecordProcessor({ exporter: new Exporter({ url: `${gateway.url}/v1/logs`, headers }) })],
  });
  provider.getLogger("com.anthropic.claude_code.events").emit({
    body: "claude_code.tool_result",
    attributes: {
      "event.name": "tool_result",
      tool_name: "Bash",
      success: "false",
      duration_ms: "31",
      error: "exit code 1",
      tool_parameters: JSON.stringify({ command: `ls ${word}` }),
      "user.email": "dev@example.test",
    },
  });
  provider.getLogger("x").emit({ body: "a plain line" });
  await provider.forceFlush();
  await provider.shutdown();
  const [call, ...others] = (await calls({ tool: "Bash" })).filter(({ argumentsText }) => argumentsText.includes(word));
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    agentId,
    outcome: "failed",
    error: "exit code 1",
    durationMs: 31,
    onBehalfOf: "dev@example.test",
  });
});

test("the settings that the documentation gives are enough for a stock exporter", async () => {
  const [, block = ""] = /```sh\n(.+?)```/s.exec(readFileSync("docs/opentelemetry.md", "utf8")) ?? [];
  const settings = block
    .trim()
    .split("\n")
    .map((line) => line.split(/=(.*)/s));
  for (const [name = "", value = ""] of settings) {
    const [, key = ""] = /^Bearer (.+)$/.exec(headers.authorization ?? "") ?? [];
    const mine = value
      .replace("YOUR_KEY", key)
      .replace("YOUR_AGENT_ID", agentId)
      .replace(/^http:.+$/, gateway.url);
    vi.stubEnv(name, mine);
  }
  const [, stated = ""] = /^gatehouse\.agent\.id=(.+)$/.exec(process.env.OTEL_RESOURCE_ATTRIBUTES ?? "") ?? [];
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "gatehouse.agent.id": stated }),
    spanProcessors: [new SimpleSpanProcessor({ exporter: new ProtoTraces() })],
  });
  const span = provider.getTracer("test").startSpan("execute_tool documented", {
    attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "documented" },
  });
  span.end();
  await provider.forceFlush();
  await provider.shutdown();
  vi.unstubAllEnvs();
  expect(await calls({ tool: "documented" })).toMatchObject([{ agentId, traceId: span.spanContext().traceId }]);
});
