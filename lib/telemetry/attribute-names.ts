/**
 * Under which names exporters write what is read, the newest first, and where each name comes from. A convention that renames
 * something gets a line here. docs/opentelemetry.md shows the same table.
 */

export type AttributeName = { name: string; from: string };
const semconv = (name: string, since: string): AttributeName => ({
  name,
  from: `OpenTelemetry semantic conventions ${since}`,
});
const vercel = (name: string): AttributeName => ({ name, from: "Vercel AI SDK, its own spans" });
const inference = (name: string): AttributeName => ({ name, from: "OpenInference" });
const traceloop = (name: string): AttributeName => ({ name, from: "OpenLLMetry" });
const claude = (name: string): AttributeName => ({ name, from: "Claude Code, event tool_result" });
const ours = (name: string): AttributeName => ({ name, from: "Gatehouse" });

export const attributeNames = {
  tool: [
    semconv("gen_ai.tool.name", "1.31"),
    vercel("ai.toolCall.name"),
    inference("tool.name"),
    traceloop("traceloop.entity.name"),
    claude("tool_name"),
  ],
  callId: [
    ours("gatehouse.call.id"),
    semconv("gen_ai.tool.call.id", "1.31"),
    vercel("ai.toolCall.id"),
    inference("tool.id"),
    claude("tool_use_id"),
  ],
  arguments: [
    semconv("gen_ai.tool.call.arguments", "1.38"),
    vercel("ai.toolCall.args"),
    inference("input.value"),
    traceloop("traceloop.entity.input"),
    claude("tool_input"),
    claude("tool_parameters"),
  ],
  result: [
    semconv("gen_ai.tool.call.result", "1.38"),
    vercel("ai.toolCall.result"),
    inference("output.value"),
    traceloop("traceloop.entity.output"),
  ],
  agentId: [ours("gatehouse.agent.id")],
  agent: [semconv("gen_ai.agent.name", "1.31"), semconv("gen_ai.agent.id", "1.31"), vercel("ai.telemetry.functionId")],
  service: [semconv("service.name", "1.0")],
  onBehalfOf: [
    semconv("enduser.id", "1.0"),
    semconv("user.id", "1.27"),
    vercel("ai.telemetry.metadata.userId"),
    claude("user.email"),
  ],
  errorType: [semconv("error.type", "1.23"), claude("error")],
} as const satisfies Record<string, readonly AttributeName[]>;

export type Wanted = keyof typeof attributeNames;
