"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AllowGlyph, DenyGlyph, HoldGlyph, UnknownGlyph } from "@/components/ui/glyphs";
import { Status } from "@/components/ui/status";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listAcksOp } from "@/lib/enforcement/contract";
import { type AckCount, ackWords, countAcks } from "./ack-words";

const live = { points: [listAcksOp.id], control: [listAcksOp.id] };

/** How far the newest revision has come among the points, as they say it themselves. */
export function RevisionInForce({ revision }: { revision: number }) {
  const { data } = useSuspenseQuery(optionsFor(listAcksOp, { revision }));
  useLive(live);
  const count = countAcks(data.points);
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm" role="status">
      <Link
        href={`/policies/revisions?open=${revision}`}
        className="inline-flex min-h-6 items-center font-medium underline decoration-edge-soft underline-offset-2 hover:decoration-current"
      >
        Revision {revision}
      </Link>
      <Status {...lookOf(count)} label={ackWords(count)} className="whitespace-normal" />
    </p>
  );
}

function lookOf(count: AckCount) {
  if (count.refused.length > 0) return { tone: "deny", icon: DenyGlyph } as const;
  if (count.counted === 0) return { tone: "unknown", icon: UnknownGlyph } as const;
  return count.waiting.length > 0
    ? ({ tone: "hold", icon: HoldGlyph } as const)
    : ({ tone: "allow", icon: AllowGlyph } as const);
}
