/**
 * What is read of OTLP, as protobufjs wants it: names and numbers of the fields, from opentelemetry-proto v1.11.0 (Apache-2.0,
 * github.com/open-telemetry/opentelemetry-proto), and google.rpc.Status with ErrorInfo (Apache-2.0, github.com/googleapis/googleapis)
 * for refusals. Fields that are not here are skipped without being built: events and links of spans cost no memory.
 */
import protobuf from "protobufjs/light.js";

const field = (type: string, id: number) => ({ type, id });
const list = (type: string, id: number) => ({ rule: "repeated", type, id });
const message = (fields: Record<string, { type: string; id: number; rule?: string }>) => ({ fields });

const anyValue = {
  oneofs: {
    value: {
      oneof: ["stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue", "bytesValue"],
    },
  },
  fields: {
    stringValue: field("string", 1),
    boolValue: field("bool", 2),
    intValue: field("int64", 3),
    doubleValue: field("double", 4),
    arrayValue: field("ArrayValue", 5),
    kvlistValue: field("KeyValueList", 6),
    bytesValue: field("bytes", 7),
  },
};

const root = protobuf.Root.fromJSON({
  nested: {
    AnyValue: anyValue,
    ArrayValue: message({ values: list("AnyValue", 1) }),
    KeyValueList: message({ values: list("KeyValue", 1) }),
    KeyValue: message({ key: field("string", 1), value: field("AnyValue", 2) }),
    Resource: message({ attributes: list("KeyValue", 1) }),
    TracesRequest: message({ resourceSpans: list("ResourceSpans", 1) }),
    ResourceSpans: message({ resource: field("Resource", 1), scopeSpans: list("ScopeSpans", 2) }),
    ScopeSpans: message({ spans: list("Span", 2) }),
    Span: message({
      traceId: field("bytes", 1),
      spanId: field("bytes", 2),
      parentSpanId: field("bytes", 4),
      name: field("string", 5),
      kind: field("int32", 6),
      startTimeUnixNano: field("fixed64", 7),
      endTimeUnixNano: field("fixed64", 8),
      attributes: list("KeyValue", 9),
      status: field("SpanStatus", 15),
    }),
    SpanStatus: message({ message: field("string", 2), code: field("int32", 3) }),
    LogsRequest: message({ resourceLogs: list("ResourceLogs", 1) }),
    ResourceLogs: message({ resource: field("Resource", 1), scopeLogs: list("ScopeLogs", 2) }),
    ScopeLogs: message({ logRecords: list("LogRecord", 2) }),
    LogRecord: message({
      timeUnixNano: field("fixed64", 1),
      body: field("AnyValue", 5),
      attributes: list("KeyValue", 6),
      traceId: field("bytes", 9),
      spanId: field("bytes", 10),
      observedTimeUnixNano: field("fixed64", 11),
      eventName: field("string", 12),
    }),
    PartialSuccess: message({ rejected: field("int64", 1), errorMessage: field("string", 2) }),
    Response: message({ partialSuccess: field("PartialSuccess", 1) }),
    Status: message({ code: field("int32", 1), message: field("string", 2), details: list("Any", 3) }),
    Any: { fields: { type_url: field("string", 1), value: field("bytes", 2) } },
    ErrorInfo: message({ reason: field("string", 1), domain: field("string", 2) }),
  },
});
root.resolveAll();

export const messages = {
  traces: root.lookupType("TracesRequest"),
  logs: root.lookupType("LogsRequest"),
  response: root.lookupType("Response"),
  status: root.lookupType("Status"),
  errorInfo: root.lookupType("ErrorInfo"),
};
