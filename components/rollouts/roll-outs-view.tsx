"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page-header";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { getRingsOp, listRollOutsOp, type RingsNow, type RollOutSummary } from "@/lib/rollouts/contract";
import { membersWords, statusLook } from "./roll-out-words";

const live = { audit: [listRollOutsOp.id, getRingsOp.id], points: [getRingsOp.id] };

const columns: readonly Column<RollOutSummary>[] = [
  { id: "started", header: "Started", width: "9rem", cell: ({ startedAt }) => <Time at={startedAt} /> },
  {
    id: "note",
    header: "Note",
    wrap: true,
    cell: ({ note, revision }) => (note ? <InlineUntrusted text={note} max={200} /> : `Revision ${revision}`),
  },
  { id: "by", header: "By", width: "12rem", hideBelow: "md", cell: ({ startedByName }) => startedByName },
  {
    id: "ring",
    header: "Ring",
    width: "12rem",
    cell: ({ place, ringCount, ringName }) => (
      <>
        <InlineUntrusted text={ringName} />, {place} of {ringCount}
      </>
    ),
  },
  { id: "status", header: "State", width: "12rem", cell: ({ status }) => <Status {...statusLook[status]} /> },
];

/** The rings, and every roll-out over them. */
export function RollOutsView({ mayEdit }: { mayEdit: boolean }) {
  const { data } = useSuspenseQuery(optionsFor(listRollOutsOp, {}));
  const { data: rings } = useSuspenseQuery(optionsFor(getRingsOp, {}));
  useLive(live);
  return (
    <>
      <Section
        title="Rings"
        description="In the order in which a roll-out reaches them. A point is in the first that it fits."
        actions={
          mayEdit ? (
            <Button asChild size="sm">
              <Link href="/policies/rollouts/rings">Change the rings</Link>
            </Button>
          ) : null
        }
      >
        <RingsTable rings={rings.rings} />
      </Section>
      <Section title="Roll-outs">
        <DataTable
          caption="Roll-outs"
          rows={data.items}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/policies/rollouts/${encodeURIComponent(id)}`}
          columns={columns}
          empty={
            <EmptyState title="Nothing was rolled out ring by ring yet" icon={<Layers aria-hidden="true" />}>
              A roll-out brings a publication to one ring of points after the other, watches what they decide by it, and
              takes it back by itself when a threshold is crossed. Choose it under Review and publish.
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

export const RingsTable = ({ rings }: Pick<RingsNow, "rings">) => (
  <DataTable
    caption="Rings"
    rows={rings}
    rowKey={({ name }) => name}
    columns={[
      { id: "name", header: "Ring", width: "12rem", cell: ({ name }) => <InlineUntrusted text={name} /> },
      {
        id: "who",
        header: "Who is in it",
        wrap: true,
        cell: ({ members }) => <InlineUntrusted text={membersWords(members)} max={400} />,
      },
      {
        id: "points",
        header: "Points",
        width: "12rem",
        align: "end",
        cell: ({ points, live: connected }) =>
          points === 0 ? <span className="text-hold">none: skipped</span> : `${points}, ${connected} connected`,
      },
    ]}
  />
);
