"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import { useUrlFilters } from "@/components/shell/use-url-filters";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState, NoMatch } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { Pagination } from "@/components/ui/pagination";
import { InlineUntrusted } from "@/components/ui/revealed";
import { Time } from "@/components/ui/time";
import { useLive } from "@/lib/client/live";
import { optionsFor } from "@/lib/client/query-options";
import { pageHrefs } from "@/lib/client/url-filters";
import { countFindingsOp, type Finding, type FindingFilters, listFindingsOp } from "@/lib/findings/contract";
import { FindingState, SeverityMark, Subject } from "./finding-looks";
import { findingHref, kindWords, severityWords, statusWords, wordsOfKind } from "./finding-words";

export type FindingsPlace = {
  filters: z.output<typeof FindingFilters>;
  /** As in the address: there `all` stands for every status, and none for the open ones. */
  asked: Record<string, string | number | undefined>;
  trail: string | undefined;
};

const path = "/findings";
const live = { findings: [listFindingsOp.id, countFindingsOp.id] };
const narrows = ["kind", "severity", "subjectKind", "subjectId"];
const defaults = { limit: 50, status: "open" };
const subjects = {
  tool: "Tools",
  point: "Enforcement points",
  agent: "Agents",
  order: "Stop orders",
  sink: "Sinks",
  mailServer: "Mail server",
  rule: "Checkpoint rules",
  exercise: "Red-team exercises",
};

const columns: readonly Column<Finding>[] = [
  {
    id: "title",
    header: "What is wrong",
    wrap: true,
    cell: (finding) => (
      <span className="animate-arrive">
        <InlineUntrusted text={finding.title} max={220} />
      </span>
    ),
  },
  { id: "severity", header: "Severity", width: "6.5rem", cell: ({ severity }) => <SeverityMark value={severity} /> },
  {
    id: "kind",
    header: "Kind",
    width: "11rem",
    hideBelow: "lg",
    hideOnPhone: true,
    cell: ({ kind }) => wordsOfKind(kind),
  },
  { id: "subject", header: "On what", width: "16%", wrap: true, cell: ({ subject }) => <Subject subject={subject} /> },
  {
    id: "status",
    header: "Status",
    width: "7rem",
    hideBelow: "md",
    cell: ({ status }) => <FindingState value={status} />,
  },
  {
    id: "seen",
    header: "Seen",
    width: "5rem",
    align: "end",
    hideBelow: "lg",
    hideOnPhone: true,
    cell: ({ seen }) => <span className="text-muted text-xs">{seen} ×</span>,
  },
  {
    id: "since",
    header: "Since",
    width: "6.5rem",
    align: "end",
    cell: ({ openedAt }) => <Time at={openedAt} className="text-muted text-xs" />,
  },
];

/** What is wrong, newest first: open ones unless others are asked for. */
export function FindingsView({ place }: { place: FindingsPlace }) {
  const { data } = useSuspenseQuery(optionsFor(listFindingsOp, place.filters));
  useLive(live, { active: place.filters.cursor === undefined });
  const url = useUrlFilters({ path, filters: place.asked, defaults, narrows });
  const status = url.facet("status", "Status", { ...statusWords, all: "All" });
  const pages = pageHrefs({ path, filters: place.asked, defaults, trail: place.trail, nextCursor: data.nextCursor });
  return (
    <div aria-busy={url.pending}>
      <FilterBar
        facets={[
          { ...status, value: [String(url.values.status ?? "open")] },
          url.facet("severity", "Severity", severityWords),
          url.facet("kind", "Kind", kindWords),
          url.facet("subjectKind", "On what", subjects),
        ]}
        onClear={url.narrowed ? url.clear : undefined}
      />
      <DataTable
        caption="Findings"
        columns={columns}
        rows={data.items}
        rowKey={({ id }) => id}
        rowHref={findingHref}
        empty={
          url.narrowed ? <NoFindingMatches clearHref={url.clearHref} /> : <NoFindings status={place.filters.status} />
        }
      />
      {data.items.length > 0 ? (
        <Pagination {...pages} shown={data.items.length} what={data.items.length === 1 ? "finding" : "findings"} />
      ) : null}
    </div>
  );
}

function NoFindingMatches({ clearHref }: { clearHref: string }) {
  return (
    <NoMatch
      what="findings"
      clear={
        <Button asChild>
          <Link href={clearHref}>Clear filters</Link>
        </Button>
      }
    />
  );
}

/** Silence means something only to those who know what is listened for. */
function NoFindings({ status }: { status: Finding["status"] | undefined }) {
  return (
    <EmptyState
      title={status === "open" ? "Nothing is known to be wrong" : "No such finding yet"}
      icon={<ShieldCheck aria-hidden="true" />}
      action={
        status === "open" ? (
          <Button asChild>
            <Link href="/findings?status=all">Earlier findings</Link>
          </Button>
        ) : undefined
      }
    >
      <span className="block">These are watched, and open a finding here:</span>
      <span className="mt-2 block text-left">
        {Object.values(kindWords).map(({ label, help }) => (
          <span key={label} className="block py-0.5">
            <span className="font-medium text-ink">{label}</span>: {help}
          </span>
        ))}
      </span>
    </EmptyState>
  );
}
