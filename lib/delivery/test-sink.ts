import { query } from "@/lib/audit/query";
import { recordAudit } from "@/lib/audit/record";
import { type Ctx, transaction } from "@/lib/db/ctx";
import { newId } from "@/lib/shared/ids";
import { SinkPlace, testSinkOp } from "./contract";
import { EgressError } from "./egress-client";
import { testEvent } from "./ocsf/own-event";
import { loadSink } from "./rows";
import type { Sent } from "./rules";
import { senderFor } from "./senders/sender-for";
import { placeOf, requireSecret } from "./sink-place";

const TIMEOUT_MS = 8_000;

/**
 * A query by its kind, since nothing of ours changes: no transaction may be open while an outside party is waited for. That
 * it was sent is recorded all the same.
 */
export const testSink = query(testSinkOp, async (ctx, { sinkId, place: given }) => {
  const stored = sinkId ? await loadSink(ctx, sinkId) : null;
  const place = stored && !given.secret && stored.kind === given.kind ? withSecret(given, placeOf(stored)) : given;
  requireSecret(place);
  const from = performance.now();
  const sent = await tryOnce(ctx, place);
  const ms = Math.round(performance.now() - from);
  await transaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "sink.tested",
      target: { kind: "sink", id: sinkId ?? "new", name: stored?.name ?? `a new ${place.kind}` },
      detail: { kind: place.kind, result: sent.kind },
    }),
  );
  return {
    ok: sent.kind === "accepted",
    ms,
    detail: sent.kind === "accepted" ? "It took the test event." : sent.reason,
  };
});

const withSecret = (given: SinkPlace, { secret }: SinkPlace): SinkPlace =>
  SinkPlace.parse({ ...given, ...(secret ? { secret } : {}) });

async function tryOnce(ctx: Ctx, place: SinkPlace): Promise<Sent> {
  try {
    const sender = senderFor(place, ctx.orgId, { timeoutMs: TIMEOUT_MS });
    try {
      const event = testEvent({ orgId: ctx.orgId, at: new Date(), by: ctx.actor.name });
      return await sender.send({ sinkId: newId("sink"), items: [{ event, sequence: 0, fact: null }] });
    } finally {
      sender.close();
    }
  } catch (error) {
    if (error instanceof EgressError) return { kind: "failed", reason: error.message };
    throw error;
  }
}
