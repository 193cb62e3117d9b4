/** The Vercel AI SDK with a scripted model and its own telemetry, through the stock exporter: its tool calls are in the explorer. */
import { LegacyOpenTelemetry, OpenTelemetry } from "@ai-sdk/otel";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { generateText, stepCountIs, tool } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { testDatabase } from "@/e2e/support/test-database";
import { listCalls } from "@/lib/activity/list-calls";
import { database } from "@/lib/db/client";
import { createApiKey } from "@/lib/identity/create-api-key";
import { type TestOrg, testOrg } from "@/lib/identity/testing";
import { registerAgent } from "@/lib/inventory/register-agent";
import { startGateway, type TestGateway } from "../testing";

await testDatabase();
let org: TestOrg;
let gateway: TestGateway;
let headers: Record<string, string>;
beforeAll(async () => {
  org = await testOrg();
  const { secret } = await createApiKey(org.ctx, { name: "exporter", role: "reporter" });
  headers = { authorization: `Bearer ${secret}` };
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
/** Calls a tool once, then says that it is done. */
function scriptedModel(): MockLanguageModelV4 {
  const turns = [
    {
      content: [
        { type: "tool-call" as const, toolCallId: "call-1", toolName: "read_invoice", input: '{"invoice":"i-1"}' },
      ],
      finishReason: { unified: "tool-calls" as const, raw: undefined },
    },
    {
      content: [{ type: "text" as const, text: "It is 40." }],
      finishReason: { unified: "stop" as const, raw: undefined },
    },
  ];
  return new MockLanguageModelV4({
    doGenerate: async () => {
      const turn = turns.shift();
      if (!turn) throw new Error("there is nothing more to say");
      return { ...turn, usage, warnings: [] };
    },
  });
}

test.each([
  ["its GenAI spans", OpenTelemetry, "gen_ai"],
  ["its older spans", LegacyOpenTelemetry, "vercel"],
] as const)(
  "a tool call of the AI SDK, by %s, is in the explorer with its agent",
  async (word, Telemetry, convention) => {
    const agent = await registerAgent(org.ctx, { name: `Support, ${word}`, purpose: "Answers" });
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ "service.name": "support-service" }),
      spanProcessors: [
        new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${gateway.url}/v1/traces`, headers }) }),
      ],
    });
    const { text } = await generateText({
      model: scriptedModel(),
      prompt: "How much?",
      stopWhen: stepCountIs(3),
      tools: {
        read_invoice: tool({
          description: "Reads an invoice.",
          inputSchema: z.object({ invoice: z.string() }),
          execute: async ({ invoice }) => ({ invoice, amount: 40 }),
        }),
      },
      telemetry: { functionId: agent.name, integrations: [new Telemetry({ tracer: provider.getTracer("ai") })] },
    });
    expect(text).toBe("It is 40.");
    await provider.forceFlush();
    await provider.shutdown();

    const { items } = await listCalls(org.as("auditor"), { source: "telemetry", agentId: agent.id });
    expect(items).toMatchObject([
      { tool: "read_invoice", agentName: agent.name, outcome: "succeeded", effect: null, mediation: "waiting" },
    ]);
    expect(items[0]?.argumentsText).toBe('{"invoice":"i-1"}');
    const row = await database().reportedCall.findFirstOrThrow({ where: { orgId: org.orgId, agentId: agent.id } });
    expect(row).toMatchObject({ convention, callId: "call-1", resultDigest: expect.stringMatching(/^sha256:/) });
  },
);
