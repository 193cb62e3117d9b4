"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Cable } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, plural } from "@/components/ui/format-number";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { listSinksOp, type Sink } from "@/lib/delivery/contract";
import { kindWords, placeWords, sendsWords, stateLook, waitWords } from "./sink-words";

const live = { audit: [listSinksOp.id], findings: [listSinksOp.id] };
/** Delivery goes on without any fact being recorded, so the figures are also asked for by themselves. */
const REFRESH_MS = 5_000;

const columns: Column<Sink>[] = [
  {
    id: "name",
    header: "Integration",
    wrap: true,
    cell: (sink) => (
      <span className="flex flex-col">
        <span className="font-medium">{sink.name}</span>
        <span className="truncate text-muted text-xs">
          {kindWords[sink.kind].label} · {placeWords(sink)}
        </span>
      </span>
    ),
  },
  { id: "state", header: "State", width: "8rem", cell: (sink) => <Status {...stateLook[sink.state]} /> },
  {
    id: "sends",
    header: "Is sent",
    width: "12rem",
    hideBelow: "lg",
    wrap: true,
    cell: (sink) => sendsWords(sink.sends),
  },
  { id: "waiting", header: "Waiting", width: "7rem", align: "end", cell: (sink) => <Waiting sink={sink} /> },
  {
    id: "rate",
    header: "A minute",
    width: "6rem",
    align: "end",
    hideBelow: "md",
    cell: (sink) => formatCount(Math.round(sink.perMinute)),
  },
  {
    id: "sequence",
    header: "Last number",
    width: "7rem",
    align: "end",
    hideBelow: "md",
    cell: (sink) => formatCount(sink.sequence),
  },
  {
    id: "last",
    header: "Last delivered",
    width: "8rem",
    align: "end",
    cell: (sink) =>
      sink.lastDeliveredAt ? <Time at={sink.lastDeliveredAt} /> : <span className="text-muted">Not yet</span>,
  },
];

export function SinksView() {
  const { data } = useSuspenseQuery({ ...optionsFor(listSinksOp, {}), refetchInterval: REFRESH_MS });
  useLive(live);
  return (
    <DataTable
      caption="Integrations"
      columns={columns}
      rows={data.items}
      rowKey={(sink) => sink.id}
      rowHref={(sink) => `/settings/integrations/${sink.id}`}
      empty={
        <EmptyState title="Nothing is sent outside yet" icon={<Cable aria-hidden="true" />}>
          Add your SIEM, and every tool call, finding and administrative fact goes there as an OCSF event, numbered so
          that it can tell if one is missing. A chat can be told when a checkpoint waits.
        </EmptyState>
      }
    />
  );
}

function Waiting({ sink }: { sink: Sink }) {
  const missed = sink.parked + sink.missing;
  return (
    <span className="flex flex-col sm:items-end">
      <span>{sink.pending === 0 ? "Nothing" : `${formatCount(sink.pending)}, ${waitWords(sink.lagMs)}`}</span>
      {missed > 0 ? <span className="text-deny text-xs">{plural(missed, "dead letter")}</span> : null}
    </span>
  );
}
