"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-number";
import { Time } from "@/components/ui/time";
import type { Approver, DecisionKind, Measured, Oversight } from "@/lib/oversight/contract";
import { evidenceHref, findingWords, shareOf, timeOf } from "./oversight-words";

type LinkTo = (kind: DecisionKind, person: string) => string;

/** A dash says why in its title and to screen readers, so that nobody takes it for a zero. */
function Cell({ of, text, children }: { of: Measured; text: string | null; children?: ReactNode }) {
  if (text === null)
    return (
      <span className="text-faint" title={of.why ?? undefined}>
        –<span className="sr-only">{of.why}</span>
      </span>
    );
  return <>{children ?? text}</>;
}

function Evidence({ href, label, children }: { href: string; label: string; children: ReactNode }) {
  return (
    <Link href={href} aria-label={label} className="text-accent underline-offset-2 hover:underline">
      {children}
    </Link>
  );
}

const columnsFor = (to: LinkTo): Column<Approver>[] => [
  {
    id: "person",
    header: "Person",
    wrap: true,
    cell: ({ person, findings, watchedSince }) => (
      <>
        <span className="font-medium">{person.name}</span>
        {person.active ? null : <span className="text-faint"> (not active)</span>}
        {findings.map((finding) => (
          <span key={finding.reason} className="block text-hold text-xs">
            {findingWords(finding)}
          </span>
        ))}
        {watchedSince ? (
          <span className="block text-muted text-xs">
            A second reviewer since <Time at={watchedSince} />
          </span>
        ) : null}
      </>
    ),
  },
  {
    id: "votes",
    header: "Votes",
    width: "6.5rem",
    align: "end",
    cell: ({ person, votes, denied }) => (
      <>
        <Evidence href={to("all", person.id)} label={`${votes} votes of ${person.name}`}>
          {formatCount(votes)}
        </Evidence>
        <span className="block text-muted text-xs">{formatCount(denied)} denied</span>
      </>
    ),
  },
  {
    id: "median",
    header: "Median time",
    width: "7.5rem",
    align: "end",
    wrap: true,
    hideBelow: "md",
    cell: ({ seconds: { p10, p50, p90 } }) => (
      <Cell of={p50} text={timeOf(p50)}>
        {timeOf(p50)}
        <span className="block text-muted text-xs">
          {timeOf(p10)} to {timeOf(p90)}
        </span>
      </Cell>
    ),
  },
  {
    id: "fast",
    header: "Fast",
    width: "5rem",
    align: "end",
    cell: ({ person, fast }) => (
      <Cell of={fast} text={shareOf(fast)}>
        <Evidence href={to("fast", person.id)} label={`Fast approvals of ${person.name}`}>
          {shareOf(fast)}
        </Evidence>
      </Cell>
    ),
  },
  {
    id: "streak",
    header: "In a row",
    width: "6rem",
    align: "end",
    hideBelow: "md",
    cell: ({ streak }) => (
      <>
        {formatCount(streak.now)}
        <span className="block text-muted text-xs">longest {formatCount(streak.longest)}</span>
      </>
    ),
  },
  {
    id: "load",
    header: "A day",
    width: "7rem",
    align: "end",
    wrap: true,
    hideBelow: "lg",
    cell: ({ load }) => (
      <>
        <Cell of={load.perDay} text={load.perDay.value?.toFixed(1) ?? null} />
        <span className="block text-muted text-xs">busiest hour {formatCount(load.busiestHour)}</span>
        <span className="block text-muted text-xs">{formatCount(load.waiting)} waiting now</span>
      </>
    ),
  },
  {
    id: "disagreed",
    header: "Disagreed",
    width: "6rem",
    align: "end",
    hideBelow: "lg",
    cell: ({ person, disagreed }) => (
      <Cell of={disagreed} text={shareOf(disagreed)}>
        <Evidence href={to("disagreed", person.id)} label={`Disagreements of ${person.name}`}>
          {shareOf(disagreed)}
        </Evidence>
      </Cell>
    ),
  },
  {
    id: "decoys",
    header: "Decoys",
    width: "6rem",
    align: "end",
    cell: ({ person, decoys }) => (
      <>
        <Cell of={decoys.rate} text={shareOf(decoys.rate)} />
        {decoys.caught + decoys.missed > 0 ? (
          <Evidence href={to("missed", person.id)} label={`Missed decoys of ${person.name}`}>
            <span className="block text-xs">
              {decoys.caught} of {decoys.caught + decoys.missed}
            </span>
          </Evidence>
        ) : null}
      </>
    ),
  },
];

export function ApproverTable({ data }: { data: Oversight }) {
  const to: LinkTo = (kind, person) => evidenceHref({ kind, person, days: data.days });
  return (
    <DataTable
      caption="Approvers"
      columns={columnsFor(to)}
      rows={data.approvers}
      rowKey={({ person }) => person.id}
      empty={
        <EmptyState title="Nobody has voted yet">
          Each person who decides stands here, with the figures on it.
        </EmptyState>
      }
    />
  );
}
