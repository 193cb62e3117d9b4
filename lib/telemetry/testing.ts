/** For tests: OTLP in JSON, written by hand where a stock exporter would never send it. */
import { randomBytes } from "node:crypto";

type Value = string | number | boolean | { [key: string]: unknown };
const anyValue = (value: Value) => {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return value;
};
const attributes = (given: Record<string, Value>) =>
  Object.entries(given).map(([key, value]) => ({ key, value: anyValue(value) }));

export const newTraceId = () => randomBytes(16).toString("hex");
export const newSpanId = () => randomBytes(8).toString("hex");

export type GivenSpan = {
  name?: string;
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  kind?: number;
  startMs?: number;
  endMs?: number;
  status?: { code?: number; message?: string };
  attributes?: Record<string, Value>;
};

export function otlpSpan({ startMs = Date.now(), endMs = startMs + 12, ...given }: GivenSpan = {}) {
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name: "execute_tool",
    kind: 1,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${endMs}000000`,
    status: {},
    ...given,
    attributes: attributes(given.attributes ?? {}),
  };
}

/** A span of the GenAI conventions. */
export const toolSpan = (tool: string, given: GivenSpan = {}) =>
  otlpSpan({
    name: `execute_tool ${tool}`,
    ...given,
    attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool, ...given.attributes },
  });

export const tracesRequest = (spans: readonly object[], resource: Record<string, Value> = {}) => ({
  resourceSpans: [{ resource: { attributes: attributes(resource) }, scopeSpans: [{ scope: { name: "test" }, spans }] }],
});

export const logsRequest = (logRecords: readonly object[], resource: Record<string, Value> = {}) => ({
  resourceLogs: [{ resource: { attributes: attributes(resource) }, scopeLogs: [{ logRecords }] }],
});

export const otlpRecord = (given: {
  eventName?: string;
  atMs?: number;
  attributes?: Record<string, Value>;
  body?: Value;
}) => ({
  timeUnixNano: `${given.atMs ?? Date.now()}000000`,
  eventName: given.eventName ?? "",
  ...(given.body === undefined ? {} : { body: anyValue(given.body) }),
  attributes: attributes(given.attributes ?? {}),
});
