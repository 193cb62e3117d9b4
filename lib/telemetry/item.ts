/** What exporters send, whichever way it was encoded. */
import type { Json } from "@/sdk/canonical";

export type Attributes = ReadonlyMap<string, Json>;

type Common = {
  /** Lower-case hex; empty when absent or not valid. */
  traceId: string;
  spanId: string;
  name: string;
  attributes: Attributes;
  /** Of the process that sent it. */
  resource: Attributes;
};
export type Span = Common & {
  kind: "span";
  parentSpanId: string;
  spanKind: number;
  /** Nanoseconds since 1970, by the exporter's clock; 0 when absent. */
  startNs: bigint;
  endNs: bigint;
  /** 2 is an error. */
  status: number;
  statusMessage: string;
};
export type LogRecord = Common & { kind: "log"; atNs: bigint; body: Json };
export type TelemetryItem = Span | LogRecord;

/** Which convention a call was read by. */
export const conventions = ["gen_ai", "mcp", "vercel", "openinference", "openllmetry", "claude-code"] as const;
export type Convention = (typeof conventions)[number];

export const SpanKind = { client: 3 } as const;
export const StatusCode = { error: 2 } as const;
