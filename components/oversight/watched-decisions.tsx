"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { z } from "zod";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDuration } from "@/components/ui/format-time";
import { AllowGlyph, DenyGlyph } from "@/components/ui/glyphs";
import { Pagination } from "@/components/ui/pagination";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Status } from "@/components/ui/status";
import { LinkTabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import { filterHref, pageHrefs } from "@/lib/client/url-filters";
import {
  type DecisionFilters,
  DecisionKind,
  listWatchedDecisionsOp,
  type WatchedDecision,
} from "@/lib/oversight/contract";
import { kindWords } from "./oversight-words";

const path = "/checkpoints/oversight/decisions";

const columns: Column<WatchedDecision>[] = [
  {
    id: "request",
    header: "Request",
    wrap: true,
    cell: ({ checkpointId, agentName, tool, decoy }) => (
      <>
        <Link href={`/checkpoints/${encodeURIComponent(checkpointId)}`} className="text-accent hover:underline">
          <InlineUntrusted text={`${agentName}: ${tool}`} max={100} />
        </Link>
        {decoy ? <span className="text-muted"> (decoy, {decoy})</span> : null}
      </>
    ),
  },
  { id: "person", header: "Person", wrap: true, cell: ({ person }) => person.name },
  {
    id: "verdict",
    header: "Vote",
    width: "7rem",
    cell: ({ verdict }) => <Status {...(verdict === "approve" ? approved : denied)} />,
  },
  { id: "seconds", header: "Took", width: "6rem", align: "end", cell: ({ seconds }) => formatDuration(seconds * 1000) },
  { id: "at", header: "When", width: "8rem", align: "end", cell: ({ at }) => <Time at={at} /> },
];
const approved = { tone: "allow", icon: AllowGlyph, label: "Approved" } as const;
const denied = { tone: "deny", icon: DenyGlyph, label: "Denied" } as const;

type Props = { filters: z.output<typeof DecisionFilters>; trail: string | undefined };

/** The decisions behind a figure: exactly as many as it says. */
export function WatchedDecisions({ filters, trail }: Props) {
  const { data } = useSuspenseQuery(optionsFor(listWatchedDecisionsOp, filters));
  const pages = pageHrefs({ path, filters, trail, nextCursor: data.nextCursor });
  const { person, days } = filters;
  return (
    <>
      <div className="mb-4">
        <LinkTabs
          label="Kinds"
          current={filters.kind}
          tabs={DecisionKind.options.map((kind) => ({
            id: kind,
            label: kindWords[kind],
            href: filterHref(path, filters, { kind }),
          }))}
        />
      </div>
      <p className="mb-2 text-muted text-sm">
        {person ? `Of ${data.items[0]?.person.name ?? "one person"}` : "Of everybody"}
        {days ? `, in the last ${days} days` : null}.
        {person ? (
          <>
            {" "}
            <Link href={filterHref(path, filters, { person: undefined })} className="text-accent hover:underline">
              Of everybody instead
            </Link>
          </>
        ) : null}
      </p>
      <DataTable
        caption="Decisions"
        columns={columns}
        rows={data.items}
        rowKey={({ checkpointId, person }) => `${checkpointId} ${person.id}`}
        empty={<EmptyState title="None in this window">Nothing stands behind this figure.</EmptyState>}
      />
      {data.items.length > 0 ? (
        <Pagination
          {...pages}
          shown={data.items.length}
          total={data.total ?? data.items.length}
          what={data.total === 1 ? "decision" : "decisions"}
        />
      ) : null}
    </>
  );
}
