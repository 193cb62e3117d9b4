/** OTLP/HTTP on node:http: who asks, then the body within its bounds, then the verb; answers as that protocol wants them. */
import type http from "node:http";
import { authorise } from "@/lib/audit/verb";
import { Batcher } from "@/lib/db/batcher";
import { type Ctx, contextFor } from "@/lib/db/ctx";
import { readBytes } from "@/lib/http/body";
import { isDatabaseAway, problems, refusalOf } from "@/lib/http/problem";
import { limitRate } from "@/lib/http/rate-limit";
import { resolveApiKey } from "@/lib/identity/resolve-api-key";
import { isApiKey } from "@/lib/identity/secrets";
import { Refusal } from "@/lib/shared/errors";
import { type Operation, path } from "@/lib/shared/operation";
import { reportLogsOp, reportSpansOp } from "@/lib/telemetry/contract";
import type { TelemetryItem } from "@/lib/telemetry/item";
import { receiveTelemetry, type TelemetryAnswer } from "@/lib/telemetry/receive-telemetry";
import { pointContext } from "../authenticate";
import { incomingOf, sendBytes } from "../serve-machine";
import { contentTypes, refusalBytes, successBytes } from "./answer";
import { decode, type Encoding, type Signal } from "./decode";
import { IntakeRoom } from "./room";

const served: Record<string, { signal: Signal; op: Operation }> = {
  [path(reportSpansOp)]: { signal: "traces", op: reportSpansOp },
  [path(reportLogsOp)]: { signal: "logs", op: reportLogsOp },
};

/** Telemetry takes so many connections to the database at once, and never those of points and people. */
const LANES = 2;
const MOST_WAITING = 40_000;

type Report = { ctx: Ctx; op: Operation; items: TelemetryItem[] };
const reports = new Batcher<Report, TelemetryAnswer>({
  run: async ([report]) => (report ? [await receiveTelemetry(report.ctx, report.op, report.items)] : []),
  most: 1,
  weigh: ({ items }) => Math.max(1, items.length),
  mostWaiting: MOST_WAITING,
  lanes: LANES,
  isolate: (error) => !isDatabaseAway(error),
});
const room = new IntakeRoom();

export const isTelemetry = (pathname: string): boolean => Object.hasOwn(served, pathname);

export async function serveTelemetry(
  pathname: string,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  requestId: string,
): Promise<void> {
  const request = incomingOf(incoming);
  const encoding = encodingOf(request.headers.get("content-type"));
  const found = served[pathname];
  try {
    if (!found) throw new Refusal("not_found", "No telemetry is taken at this address.");
    if (incoming.method !== "POST") throw new Refusal("method_not_allowed", "Use POST here.");
    const ctx = await reporterContext(request, requestId);
    await authorise(ctx, found.op);
    if (encoding === null) {
      throw new Refusal("unsupported_media_type", "Send OTLP as application/x-protobuf or as application/json.");
    }
    const answer = await room.during(async (take) => {
      const bytes = await readBytes(request, found.op.maxBody, take);
      return reports.add({ ctx, op: found.op, items: decode(found.signal, encoding, bytes) });
    });
    send(outgoing, 200, encoding, successBytes(found.signal, encoding, answer), requestId);
  } catch (error) {
    refuse(outgoing, encoding ?? "json", error, requestId);
  }
}

function encodingOf(header: string | null): Encoding | null {
  const type = header?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf") return "protobuf";
  return type === "application/json" ? "json" : null;
}

/** An API key that may report, or the token of an enforcement point. */
async function reporterContext(request: ReturnType<typeof incomingOf>, requestId: string): Promise<Ctx> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer === undefined) {
    throw new Refusal("unauthenticated", "Send an API key with the role reporter as `Authorization: Bearer`.");
  }
  if (!isApiKey(bearer)) return pointContext(request, requestId);
  const found = await resolveApiKey(bearer);
  if (!found) throw new Refusal("unauthenticated", "The API key is unknown, expired or revoked.");
  limitRate(found.actor.id);
  return contextFor(found.actor, found.orgId, requestId);
}

function refuse(outgoing: http.ServerResponse, encoding: Encoding, error: unknown, requestId: string): void {
  const refusal = refusalOf(error, requestId);
  if (outgoing.headersSent) return void outgoing.destroy();
  send(outgoing, problems[refusal.code].status, encoding, refusalBytes(encoding, refusal, requestId), requestId, {
    ...(refusal.retryAfterSeconds ? { "retry-after": String(refusal.retryAfterSeconds) } : {}),
    ...(refusal.code === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    // The rest of a body that is too large, or that nobody reads, is not waited for.
    ...(outgoing.req.complete ? {} : { connection: "close" }),
  });
}

function send(
  outgoing: http.ServerResponse,
  status: number,
  encoding: Encoding,
  bytes: Uint8Array,
  requestId: string,
  headers: Record<string, string> = {},
): void {
  const type = { "content-type": contentTypes[encoding], "x-request-id": requestId };
  sendBytes(outgoing, status, bytes, { ...type, ...headers });
}
