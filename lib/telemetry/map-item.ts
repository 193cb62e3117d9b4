/** One span or log record as a tool call. Pure: what the inventory knows is looked up afterwards. */
import { storable } from "@/lib/audit/record";
import { idOf as inventoryId } from "@/lib/shared/ids";
import { digestOf, type Json, sha256 } from "@/sdk/canonical";
import { digestOfText, reportedArguments } from "./arguments";
import { attributeNames, type Wanted } from "./attribute-names";
import type { AgentClaim, MappedCall } from "./call";
import { conventionOf, toolOf, wanted } from "./convention";
import { type Attributes, type Convention, type LogRecord, type Span, StatusCode, type TelemetryItem } from "./item";

export type Mapped = { call: MappedCall } | { rejected: string } | null;

const MOST_TOOL = 300;
const MOST_NAME = 120;
const MOST_ERROR = 2_000;
const MOST_ID = 200;
/** After this no database of ours can say what day it is. */
const LATEST_MS = 253_402_300_799_999;

/** Null: not a tool call. `around` are the attributes of the spans that it happened in, the nearest first. */
export function mapItem(item: TelemetryItem, around: readonly Attributes[]): Mapped {
  const convention = conventionOf(item);
  if (convention === null) return null;
  if (item.kind === "span" && (item.traceId === "" || item.spanId === ""))
    return { rejected: "A tool call has no valid trace id and span id, so it could not be told from any other." };
  const tool = oneLine(toolOf(item), MOST_TOOL);
  if (tool === "") return { rejected: "A tool call does not name its tool." };
  const given = reportedArguments(wanted(item.attributes, "arguments"));
  const agent = claimOf(item, around);
  const facts = {
    at: instantOf(item.kind === "span" ? item.startNs : item.atNs),
    tool,
    callId: textIn(item, "callId", MOST_ID),
    traceId: item.traceId || null,
    spanId: item.spanId || null,
    parentSpanId: item.kind === "span" ? item.parentSpanId || null : null,
    convention,
    argumentsDigest: given.digest,
    argumentsText: given.text,
    resultDigest: digestOfText(wanted(item.attributes, "result")),
    onBehalfOf: textIn(item, "onBehalfOf", MOST_TOOL) ?? textFrom(item.resource, "onBehalfOf", MOST_TOOL),
    ...(item.kind === "span" ? endOfSpan(item) : endOfRecord(item, convention)),
  };
  // Without the agent: what a call happened in may travel with it once and not another time.
  const bodyDigest = digestOf({ name: storable(item.name), facts, attributes: digestOfAttributes(item.attributes) });
  const id =
    item.kind === "span"
      ? spanCallId(item.traceId, item.spanId)
      : `opentelemetry-log:${bodyDigest.slice("sha256:".length)}`;
  return { call: { id, agent, ...facts, bodyDigest } };
}

/** Longer than the id of any event that a point can report, so that neither can take the other's place. */
export const spanCallId = (traceId: string, spanId: string): string => `opentelemetry-span:${traceId}:${spanId}`;

/** In an order that does not depend on the exporter; numbers that no canonical form holds are text by now. */
const digestOfAttributes = (attributes: Attributes): string =>
  sha256(JSON.stringify([...attributes].sort(([a], [b]) => (a < b ? -1 : 1))).toWellFormed());

function endOfSpan({ attributes, status, statusMessage, startNs, endNs }: Span) {
  const type = textFrom(attributes, "errorType", MOST_ERROR);
  const failed = status === StatusCode.error || type !== null;
  const ended = endNs > 0n;
  return {
    outcome: failed ? ("failed" as const) : ended ? ("succeeded" as const) : ("unknown" as const),
    durationMs: ended && startNs > 0n && endNs >= startNs ? Number(endNs - startNs) / 1e6 : null,
    error: failed ? oneLine(statusMessage, MOST_ERROR) || type || "The span ended with an error." : null,
  };
}

/** A log record states no end: only a convention that says how the call went is believed. */
function endOfRecord({ attributes }: LogRecord, convention: Convention) {
  const took = Number(attributes.get("duration_ms"));
  const success = String(attributes.get("success"));
  const error = textFrom(attributes, "errorType", MOST_ERROR);
  const known = convention === "claude-code" && (success === "true" || success === "false");
  const failed = known ? success === "false" : error !== null;
  return {
    outcome: failed ? ("failed" as const) : known ? ("succeeded" as const) : ("unknown" as const),
    durationMs: attributes.has("duration_ms") && Number.isFinite(took) && took >= 0 ? took : null,
    error: failed ? (error ?? "It is reported as failed.") : null,
  };
}

/** What is said nearest to the call counts; the process that it ran in is named where nothing else is. */
function claimOf(item: TelemetryItem, around: readonly Attributes[]): AgentClaim {
  const places = [item.attributes, ...around, item.resource];
  const namesIn = places.map((place) =>
    attributeNames.agent.flatMap(({ name }) => shown(place.get(name), MOST_NAME) ?? []),
  );
  const names = namesIn.find((found) => found.length > 0) ?? serviceOf(item.resource);
  const stated = places.flatMap((place) => textFrom(place, "agentId", MOST_NAME) ?? [])[0];
  return { id: stated ?? names.find((name) => isOurs.safeParse(name).success) ?? null, names };
}

const isOurs = inventoryId("agent");

/** Every SDK makes up a name that begins so where nobody gave one: it says nothing. */
function serviceOf(resource: Attributes): string[] {
  const service = textFrom(resource, "service", MOST_NAME);
  return service === null || service.startsWith("unknown_service") ? [] : [service];
}

const textIn = (item: TelemetryItem, what: Wanted, most: number) => textFrom(item.attributes, what, most);
const textFrom = (attributes: Attributes, what: Wanted, most: number): string | null =>
  shown(wanted(attributes, what), most);

function shown(value: Json | undefined, most: number): string | null {
  if (value === undefined || value === null || typeof value === "object") return null;
  return oneLine(String(value), most) || null;
}

/** Kept whole as far as it goes; that it was cut is seen. */
const oneLine = (text: string, most: number): string => {
  const kept = storable(text.trim());
  return kept.length <= most ? kept : `${storable(kept.slice(0, most - 1))}…`;
};

function instantOf(ns: bigint): string | null {
  const ms = Number(ns / 1_000_000n);
  return ms > 0 && ms <= LATEST_MS ? new Date(ms).toISOString() : null;
}
