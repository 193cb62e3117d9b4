/** A tool call as telemetry tells of it, read and made storable, before anything was looked up. */
import type { Convention } from "./item";

/** Who is said to have made it. */
export type AgentClaim = {
  /** The inventory's own id, stated as such: it is one of ours or it is refused. */
  id: string | null;
  /** What else it is called, the most telling first. */
  names: readonly string[];
};

export type FoundAgent = { id: string; name: string };

export type MappedCall = {
  id: string;
  /** ISO 8601; null where the exporter gave no time that can be one. */
  at: string | null;
  agent: AgentClaim;
  tool: string;
  callId: string | null;
  traceId: string | null;
  spanId: string | null;
  parentSpanId: string | null;
  convention: Convention;
  /** Null where no arguments were reported. */
  argumentsDigest: string | null;
  argumentsText: string;
  resultDigest: string | null;
  onBehalfOf: string | null;
  outcome: "succeeded" | "failed" | "unknown";
  durationMs: number | null;
  error: string | null;
  bodyDigest: string;
};
