/**
 * OTLP/HTTP as operations: who may, and under which names it stands in the audit log. What is sent and answered is OTLP's and
 * not ours, so these are no part of the OpenAPI document; docs/opentelemetry.md describes them.
 */
import { z } from "zod";
import { operation } from "@/lib/shared/operation";

const telemetry = {
  serve: "gateway",
  permission: "telemetry:report",
  input: z.unknown(),
  output: z.unknown(),
  maxBody: 8 * 1024 * 1024,
} as const;

export const reportSpansOp = operation({
  ...telemetry,
  id: "telemetry.reportSpans",
  http: "POST /v1/traces",
  summary: "Report spans by OTLP/HTTP; those of tool calls are kept",
});
export const reportLogsOp = operation({
  ...telemetry,
  id: "telemetry.reportLogs",
  http: "POST /v1/logs",
  summary: "Report log records by OTLP/HTTP; those of tool calls are kept",
});
