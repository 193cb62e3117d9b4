"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleDashed } from "lucide-react";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { AllowGlyph, DenyGlyph, HoldGlyph } from "@/components/ui/glyphs";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status, type StatusIcon, type Tone } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { listProbesOp } from "@/lib/enforcement/proof-contract";
import type { ProbeResult } from "@/lib/enforcement/stop-contract";

const looks: Record<ProbeResult, { tone: Tone; icon: StatusIcon; label: string }> = {
  waiting: { tone: "unknown", icon: CircleDashed, label: "Waiting" },
  silent: { tone: "unknown", icon: CircleDashed, label: "No answer" },
  honest: { tone: "allow", icon: AllowGlyph, label: "Proven" },
  refused: { tone: "allow", icon: AllowGlyph, label: "Refused, as due" },
  inconclusive: { tone: "hold", icon: HoldGlyph, label: "Inconclusive" },
  not_refused: { tone: "deny", icon: DenyGlyph, label: "Not refused" },
  dishonest: { tone: "deny", icon: DenyGlyph, label: "Not what it says" },
};

/** What the point answered to probes, newest first. */
export function PointProbes({ id }: { id: string }) {
  const { data } = useSuspenseQuery(optionsFor(listProbesOp, { id }));
  return (
    <DataTable
      caption="Probes"
      rows={data.items}
      rowKey={(probe) => probe.id}
      columns={[
        { id: "sent", header: "Asked", width: "11rem", cell: (probe) => <Time at={probe.sentAt} /> },
        { id: "result", header: "Answer", width: "10rem", cell: (probe) => <Status {...looks[probe.result]} /> },
        {
          id: "about",
          header: "About",
          width: "10rem",
          cell: (probe) => (probe.orderId === null ? "Its bundle" : "A stop order"),
        },
        {
          id: "why",
          header: "Why",
          wrap: true,
          cell: (probe) => (probe.why ? <InlineUntrusted text={probe.why} max={300} /> : ""),
        },
      ]}
      empty={
        <EmptyState title="Never probed">
          A probe asks it to try a call without running anything, and to sign what it would have done.
        </EmptyState>
      }
    />
  );
}
