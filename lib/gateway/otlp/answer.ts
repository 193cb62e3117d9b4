/** What OTLP/HTTP answers, in the encoding of the request. */
import { problems } from "@/lib/http/problem";
import type { ErrorCode, Refusal } from "@/lib/shared/errors";
import type { TelemetryAnswer } from "@/lib/telemetry/receive-telemetry";
import type { Encoding, Signal } from "./decode";
import { messages } from "./schema";

export const contentTypes: Record<Encoding, string> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

const rejectedName: Record<Signal, string> = { traces: "rejectedSpans", logs: "rejectedLogRecords" };

/** Empty when everything was accepted, as the protocol says. */
export function successBytes(signal: Signal, encoding: Encoding, { rejected, message }: TelemetryAnswer): Uint8Array {
  const partial = rejected > 0;
  if (encoding === "json") {
    const partialSuccess = { [rejectedName[signal]]: String(rejected), errorMessage: message };
    return jsonBytes(partial ? { partialSuccess } : {});
  }
  return messages.response.encode(partial ? { partialSuccess: { rejected, errorMessage: message } } : {}).finish();
}

/** Codes of google.rpc.Status; clients go by the HTTP status. */
const rpcCodes: Partial<Record<ErrorCode, number>> = {
  invalid_input: 3,
  malformed_body: 3,
  unsupported_media_type: 3,
  not_found: 5,
  forbidden: 7,
  payload_too_large: 8,
  rate_limited: 8,
  method_not_allowed: 12,
  unavailable: 14,
  unauthenticated: 16,
};
const INTERNAL = 13;
const ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo";

/** A Status whose detail carries our own stable code. */
export function refusalBytes(encoding: Encoding, refusal: Refusal, requestId: string): Uint8Array {
  const code = rpcCodes[refusal.code] ?? INTERNAL;
  const message = `${problems[refusal.code].title}: ${refusal.message} (${requestId})`;
  const info = { reason: refusal.code, domain: "gatehouse" };
  if (encoding === "json") return jsonBytes({ code, message, details: [{ "@type": ERROR_INFO, ...info }] });
  const details = [{ type_url: ERROR_INFO, value: messages.errorInfo.encode(info).finish() }];
  return messages.status.encode({ code, message, details }).finish();
}

const jsonBytes = (body: unknown): Uint8Array => Buffer.from(JSON.stringify(body));
