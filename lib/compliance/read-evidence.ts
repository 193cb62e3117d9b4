/** Asks the live system for every kind of evidence at once. What fails is unknown, and the rest stands. */
import type { Ctx } from "@/lib/db/ctx";
import { errorFields, log } from "@/lib/log";
import type { Evidence, EvidenceKind } from "./contract";
import { type Collector, type Found, found } from "./evidence/collector";
import { collectors } from "./evidence/collectors";

export type AllEvidence = ReadonlyMap<EvidenceKind, Evidence>;

export async function readEvidence(
  ctx: Ctx,
  now: Date,
  from: Readonly<Record<string, Collector>> = collectors,
): Promise<AllEvidence> {
  const all = await Promise.all(Object.values(from).map((collector) => collected(ctx, now, collector)));
  return new Map(all.map((evidence) => [evidence.kind, evidence]));
}

async function collected(ctx: Ctx, now: Date, { kind, title, href, collect }: Collector): Promise<Evidence> {
  const { newest, ...rest } = await collect(ctx, now).catch((error: unknown): Found => {
    log.error("evidence could not be read", { kind, orgId: ctx.orgId, ...errorFields(error) });
    return found("unknown", href, {
      found: "It could not be read just now.",
      gap: "It could not be read just now, so it does not count.",
    });
  });
  return { kind, title, newest: newest?.toISOString() ?? null, ...rest };
}
