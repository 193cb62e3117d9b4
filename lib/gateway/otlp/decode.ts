/** From the bytes of a request to spans and log records, in both encodings of OTLP. */
import type protobuf from "protobufjs/light.js";
import { Refusal } from "@/lib/shared/errors";
import { shapeProblem } from "@/lib/shared/json-shape";
import type { Attributes, LogRecord, Span, TelemetryItem } from "@/lib/telemetry/item";
import { attributesOf, jsonOf } from "./any-value";
import { measure } from "./measure";
import { idOf, members, objectOf, small, textOf, whole } from "./reading";
import { messages } from "./schema";

export type Encoding = "protobuf" | "json";
export type Signal = "traces" | "logs";

/** As many as one request may carry, and messages of protobuf altogether. */
export const MOST_ITEMS = 10_000;
const MOST_MESSAGES = 300_000;
const MAX_DEPTH = 100;

export function decode(signal: Signal, encoding: Encoding, bytes: Uint8Array): TelemetryItem[] {
  const request = encoding === "json" ? parseJson(bytes) : parseProtobuf(messages[signal], bytes);
  const items = signal === "traces" ? spansOf(request) : recordsOf(request);
  if (items.length > MOST_ITEMS) {
    throw new Refusal(
      "payload_too_large",
      `One request may carry ${MOST_ITEMS} spans or log records: send smaller batches.`,
    );
  }
  return items;
}

function parseProtobuf(type: protobuf.Type, bytes: Uint8Array): Record<string, unknown> {
  try {
    measure(type, bytes, MOST_MESSAGES);
    return type.decode(bytes) as unknown as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("malformed_body", "The body is not valid protobuf of OTLP.", { cause: error });
  }
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("malformed_body", "The body is not valid UTF-8.");
  }
  if (text.trim() === "") return {};
  const problem = shapeProblem(text, MAX_DEPTH);
  if (problem !== null) throw new Refusal("malformed_body", problem);
  try {
    return objectOf(JSON.parse(text), "the body");
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("malformed_body", "The body is not valid JSON.");
  }
}

function spansOf(request: Record<string, unknown>): Span[] {
  return members(request.resourceSpans, "resourceSpans").flatMap((group) => {
    const resource = resourceOf(group.resource);
    return members(group.scopeSpans, "scopeSpans").flatMap((scope) =>
      members(scope.spans, "spans").map((span) => spanOf(span, resource)),
    );
  });
}

function recordsOf(request: Record<string, unknown>): LogRecord[] {
  return members(request.resourceLogs, "resourceLogs").flatMap((group) => {
    const resource = resourceOf(group.resource);
    return members(group.scopeLogs, "scopeLogs").flatMap((scope) =>
      members(scope.logRecords, "logRecords").map((record) => recordOf(record, resource)),
    );
  });
}

const resourceOf = (given: unknown): Attributes =>
  given === null || given === undefined
    ? new Map()
    : attributesOf(objectOf(given, "resource").attributes, "resource.attributes");

function spanOf(span: Record<string, unknown>, resource: Attributes): Span {
  const status = span.status === null || span.status === undefined ? {} : objectOf(span.status, "status");
  return {
    kind: "span",
    traceId: idOf(span.traceId, 16),
    spanId: idOf(span.spanId, 8),
    parentSpanId: idOf(span.parentSpanId, 8),
    name: textOf(span.name, "span.name"),
    spanKind: small(span.kind, "span.kind"),
    startNs: whole(span.startTimeUnixNano, "span.startTimeUnixNano"),
    endNs: whole(span.endTimeUnixNano, "span.endTimeUnixNano"),
    status: small(status.code, "status.code"),
    statusMessage: textOf(status.message, "status.message"),
    attributes: attributesOf(span.attributes, "span.attributes"),
    resource,
  };
}

function recordOf(record: Record<string, unknown>, resource: Attributes): LogRecord {
  const at = whole(record.timeUnixNano, "timeUnixNano");
  return {
    kind: "log",
    traceId: idOf(record.traceId, 16),
    spanId: idOf(record.spanId, 8),
    name: textOf(record.eventName, "eventName"),
    atNs: at > 0n ? at : whole(record.observedTimeUnixNano, "observedTimeUnixNano"),
    body: jsonOf(record.body, "body"),
    attributes: attributesOf(record.attributes, "attributes"),
    resource,
  };
}
