"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { toast } from "sonner";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { formatCount, plural } from "@/components/ui/format-number";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/client/call";
import { problemOf } from "@/lib/client/problem-of";
import { optionsFor } from "@/lib/client/query-options";
import {
  type DeadLetter,
  getSinkOp,
  listDeadLettersOp,
  redriveDeadLettersOp,
  type Sink,
} from "@/lib/delivery/contract";

const columns: Column<DeadLetter>[] = [
  { id: "sequence", header: "Number", width: "6rem", cell: (letter) => formatCount(letter.sequence) },
  {
    id: "uid",
    header: "Event",
    wrap: true,
    cell: (letter) => (
      <code className="break-all font-mono text-xs">
        <InlineUntrusted text={letter.uid} max={80} />
      </code>
    ),
  },
  // What a receiver answered is somebody else's words.
  {
    id: "reason",
    header: "Why it was refused",
    wrap: true,
    cell: (letter) => <InlineUntrusted text={letter.reason} max={200} />,
  },
  { id: "attempts", header: "Tries", width: "4.5rem", align: "end", cell: (letter) => letter.attempts },
  { id: "at", header: "Since", width: "8rem", align: "end", cell: (letter) => <Time at={letter.at} /> },
  {
    id: "status",
    header: "State",
    width: "6rem",
    cell: (letter) => (letter.status === "queued" ? "On its way" : "Parked"),
  },
];

/** What the place refused for good. Sent again, each fills the gap in the numbers that it left. */
export function DeadLetters({ sink, manages }: { sink: Sink; manages: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listDeadLettersOp, { id: sink.id }));
  const parked = data.items.some(({ status }) => status === "parked");
  return (
    <Section
      title="Dead letters"
      description={
        data.total && data.total > data.items.length
          ? `The newest ${data.items.length} of ${formatCount(data.total)}. Events that it refused as they are.`
          : "Events that it refused as they are."
      }
      actions={manages && parked ? <Redrive sink={sink} /> : null}
    >
      <DataTable
        caption="Dead letters"
        columns={columns}
        rows={data.items}
        rowKey={(letter) => letter.id}
        empty={<EmptyState title="None">Every event that was sent was taken.</EmptyState>}
      />
    </Section>
  );
}

function Redrive({ sink }: { sink: Sink }) {
  const queries = useQueryClient();
  const redrive = useMutation({
    mutationFn: () => call(redriveDeadLettersOp, { id: sink.id }),
    onSuccess: async ({ queued }) => {
      await Promise.all([getSinkOp, listDeadLettersOp].map((op) => queries.invalidateQueries({ queryKey: [op.id] })));
      toast.success(`${plural(queued, "event")} will be sent again`);
    },
  });
  return (
    <div className="flex items-center gap-3">
      <FormError problem={problemOf(redrive.error)} />
      <AlertDialog
        title="Send all dead letters again?"
        description={`They go to ${sink.name} under their old numbers. Mend first what it refused them for, or they come back.`}
        act="Send again"
        busy={redrive.isPending}
        onConfirm={() => redrive.mutate()}
        trigger={
          <Button size="sm" loading={redrive.isPending}>
            <RotateCcw aria-hidden="true" />
            Send again
          </Button>
        }
      />
    </div>
  );
}
