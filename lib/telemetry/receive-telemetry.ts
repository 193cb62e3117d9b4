/** Takes in what an exporter sent: answers after the commit, and says of how many items nothing was kept, and why. */
import { authorise } from "@/lib/audit/verb";
import { type Ctx, transaction } from "@/lib/db/ctx";
import type { Operation } from "@/lib/shared/operation";
import type { MappedCall } from "./call";
import type { Attributes, Span, TelemetryItem } from "./item";
import { mapItem } from "./map-item";
import { type Received, storeCalls } from "./store-calls";

export type TelemetryAnswer = { rejected: number; message: string };

/** Spans around a call that are looked through for its agent; a longer line is somebody's loop. */
const MOST_AROUND = 16;
const MOST_REASONS = 5;

export async function receiveTelemetry(
  ctx: Ctx,
  op: Operation,
  items: readonly TelemetryItem[],
): Promise<TelemetryAnswer> {
  await authorise(ctx, op);
  if (items.length === 0) return { rejected: 0, message: "" };
  const received = mapAll(items);
  const reasons = await transaction(ctx, (tx) => storeCalls(tx, op, received));
  return { rejected: reasons.length, message: messageOf(reasons) };
}

function mapAll(items: readonly TelemetryItem[]): Received {
  const around = surroundings(items);
  const calls: MappedCall[] = [];
  const rejected: string[] = [];
  for (const item of items) {
    const mapped = mapItem(item, item.kind === "span" ? around(item) : []);
    if (mapped === null) continue;
    if ("call" in mapped) calls.push(mapped.call);
    else rejected.push(mapped.rejected);
  }
  return { received: items.length, calls, rejected };
}

/** The spans of this request that a span is inside of, the nearest first. */
function surroundings(items: readonly TelemetryItem[]): (span: Span) => Attributes[] {
  const spans = new Map(
    items.flatMap((item) => (item.kind === "span" ? [[nameOf(item.traceId, item.spanId), item]] : [])),
  );
  return (span) => {
    const found: Attributes[] = [];
    let at = spans.get(nameOf(span.traceId, span.parentSpanId));
    while (at && found.length < MOST_AROUND) {
      found.push(at.attributes);
      at = spans.get(nameOf(at.traceId, at.parentSpanId));
    }
    return found;
  };
}
const nameOf = (traceId: string, spanId: string): string => `${traceId} ${spanId}`;

function messageOf(reasons: readonly string[]): string {
  const counted = new Map<string, number>();
  for (const reason of reasons) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  return [...counted]
    .slice(0, MOST_REASONS)
    .map(([reason, count]) => (count === 1 ? reason : `${count} times: ${reason}`))
    .join(" ");
}
