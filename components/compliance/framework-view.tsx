"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { optionsFor } from "@/lib/client/query-options";
import {
  type Clock,
  type ControlLine,
  getFrameworkOp,
  ControlState as State,
  type FrameworkView as View,
} from "@/lib/compliance/contract";
import { clockWords, stateWords } from "./compliance-words";
import { ControlState, CoverageBar } from "./control-state";

/** One framework: how much is shown, what the law's dates and clocks are, and every control with its gap. */
export function FrameworkView({ id }: { id: string }) {
  const { data } = useSuspenseQuery(optionsFor(getFrameworkOp, { framework: id }));
  const [only, setOnly] = useState("");
  const rows = data.items.filter(({ state }) => only === "" || state === only);
  return (
    <>
      <div className="mb-8 flex flex-wrap items-start gap-x-10 gap-y-4">
        <CoverageBar counts={data.counts} className="w-full max-w-[26rem]" />
        <p className="text-muted text-xs">
          As of <Time at={data.asOf} />
        </p>
      </div>
      <Section
        title="Controls"
        actions={
          <Field label="Show" hideLabel className="w-44">
            <Select
              value={only}
              placeholder="Every state"
              options={State.options.map((state) => ({ value: state, label: stateWords[state] }))}
              onChange={(event) => setOnly(event.target.value)}
            />
          </Field>
        }
      >
        <DataTable
          caption="Controls"
          rows={rows}
          rowKey={({ key }) => key}
          rowHref={({ key }) => `/compliance/${id}/${key}`}
          columns={columns}
          empty={<EmptyState title="No control is in this state">Choose another state above.</EmptyState>}
        />
      </Section>
      {data.clocks.length > 0 ? <Clocks clocks={data.clocks} /> : null}
      <Basis framework={data} />
    </>
  );
}

const columns: readonly Column<ControlLine>[] = [
  {
    id: "control",
    header: "Control",
    wrap: true,
    cell: ({ id, title, unconfirmed }) => (
      <>
        <span className="font-mono text-xs">{id}</span> {title} {unconfirmed ? <Badge>not confirmed</Badge> : null}
      </>
    ),
  },
  { id: "state", header: "State", width: "9rem", cell: ({ state }) => <ControlState state={state} /> },
  {
    id: "gap",
    header: "What is missing",
    wrap: true,
    cell: ({ gap, href, id }) => (
      <span className="text-muted text-sm">
        {gap ?? "Nothing."}{" "}
        {href ? (
          <Link href={href} aria-label={`Mend it: ${id}`} className="text-accent underline">
            Mend it
          </Link>
        ) : null}
      </span>
    ),
  },
  {
    id: "newest",
    header: "Newest fact",
    width: "8rem",
    hideBelow: "lg",
    cell: ({ newest }) => (newest ? <Time at={newest} /> : "–"),
  },
  {
    id: "owner",
    header: "Owner",
    width: "9rem",
    hideBelow: "md",
    cell: ({ owner }) =>
      owner ? `${owner.name}${owner.active ? "" : " (not active)"}` : <span className="text-muted">nobody</span>,
  },
];

const Clocks = ({ clocks }: { clocks: readonly Clock[] }) => (
  <Section title="Statutory clocks" description="What must be told, or kept, and for how long.">
    <ul className="border-line border-t">
      {clocks.map((clock) => (
        <li
          key={clock.id}
          className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b py-2.5 text-sm"
        >
          <span className="min-w-0 flex-1 basis-72">
            {clock.title} <span className="text-muted">({clock.control})</span>
          </span>
          <span className="tabular-nums">{clockWords(clock)}</span>
          <span className="basis-full text-muted text-xs">
            <ControlState state={clock.state} /> {clock.now}
          </span>
        </li>
      ))}
    </ul>
  </Section>
);

const Basis = ({ framework: { dates, notes, source, publisher } }: { framework: View }) => (
  <Section title="Dates and sources" description="A paraphrase for orientation. Not legal advice.">
    {dates.length > 0 ? (
      <ul className="mb-3 border-line border-t text-sm">
        {dates.map(({ on, what, unconfirmed }) => (
          <li key={on} className="flex gap-4 border-line border-b py-2">
            <time dateTime={on} className="shrink-0 tabular-nums">
              {on}
            </time>
            <span>
              {what} {unconfirmed ? <Badge>not confirmed</Badge> : null}
            </span>
          </li>
        ))}
      </ul>
    ) : null}
    <p className="text-muted text-sm">
      {publisher}: {source}.
    </p>
    {notes.map((note) => (
      <p key={note} className="mt-1 text-muted text-sm">
        {note}
      </p>
    ))}
  </Section>
);
