import { ackLook } from "@/components/policy/ack-look";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { AllowGlyph } from "@/components/ui/glyphs";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Duration, Time } from "@/components/ui/time";
import type { PointAck } from "@/lib/enforcement/fleet-contract";

/** What a point said of bundles and orders, newest first. */
export function PointAcks({ acks }: { acks: readonly PointAck[] }) {
  return (
    <DataTable
      caption="Acknowledgements"
      rows={acks}
      rowKey={(ack) => `${ack.what} ${ack.title} ${ack.at} ${ack.result}`}
      columns={[
        { id: "title", header: "Of", cell: (ack) => <InlineUntrusted text={ack.title} max={120} /> },
        { id: "result", header: "Answer", width: "9rem", cell: (ack) => <Answer result={ack.result} /> },
        { id: "ms", header: "After", width: "7rem", align: "end", cell: (ack) => <Duration ms={ack.ms} /> },
        { id: "at", header: "When", width: "9rem", cell: (ack) => <Time at={ack.at} /> },
        {
          id: "reason",
          header: "Reason",
          wrap: true,
          cell: (ack) => (ack.reason ? <InlineUntrusted text={ack.reason} max={300} /> : ""),
        },
      ]}
      empty={<EmptyState title="It has said nothing yet">A point loads a bundle as soon as there is one.</EmptyState>}
    />
  );
}

function Answer({ result }: { result: PointAck["result"] }) {
  if (result === "confirmed") return <Status tone="allow" icon={AllowGlyph} label="Confirmed" />;
  return <Status {...ackLook(result)} />;
}
