/** Which items are tool calls, and by which convention. Pure. Everything else is accepted and not kept. */
import type { Json } from "@/sdk/canonical";
import { attributeNames, type Wanted } from "./attribute-names";
import { type Attributes, type Convention, SpanKind, type TelemetryItem } from "./item";

const EXECUTE = "execute_tool";

/** The newest name under which it stands; empty text counts as absent. */
export function wanted(attributes: Attributes, what: Wanted): Json | undefined {
  for (const { name } of attributeNames[what]) {
    const value = attributes.get(name);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

export function conventionOf(item: TelemetryItem): Convention | null {
  const { attributes } = item;
  if (attributes.get("gen_ai.operation.name") === EXECUTE) return "gen_ai";
  if (attributes.get("mcp.method.name") === "tools/call") return isAgentsSide(item) ? "mcp" : null;
  if (item.kind === "log") return isClaudeCode(item.name, item.body, attributes) ? "claude-code" : null;
  if (item.name === "ai.toolCall" || attributes.get("ai.operationId") === "ai.toolCall") return "vercel";
  if (attributes.get("openinference.span.kind") === "TOOL") return "openinference";
  if (attributes.get("traceloop.span.kind") === "tool") return "openllmetry";
  return null;
}

/** The server's span of the same call is about the tool, and would count the call twice. */
const isAgentsSide = (item: TelemetryItem): boolean => item.kind === "span" && item.spanKind === SpanKind.client;

const isClaudeCode = (name: string, body: Json, attributes: Attributes): boolean =>
  name === "claude_code.tool_result" ||
  body === "claude_code.tool_result" ||
  attributes.get("event.name") === "claude_code.tool_result";

/** The tool's name; from the name of the item where no attribute has it. */
export function toolOf(item: TelemetryItem): string {
  const stated = wanted(item.attributes, "tool");
  if (typeof stated === "string") return stated;
  const [, named] = /^(?:execute_tool|tools\/call) (.+)$/s.exec(item.name) ?? [];
  return named ?? item.name;
}
